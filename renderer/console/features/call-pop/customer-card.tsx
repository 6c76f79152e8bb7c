import { memo } from 'react'
import type { Candidate, CustomerCard, Pop } from '#bridge/pop.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { capsFor } from '../../commands/registry.ts'
import { chooseCandidate } from '../../model/caller-actions.ts'
import { cardNumbers } from '../../model/card-numbers.ts'
import { useConsole } from '../../model/console-model.ts'
import { ageText, foreignZone, spanText } from '../../words/time-words.ts'
import {
  authorityReason,
  authorityWords,
  coverageReason,
  coverageWords,
  type Judgement,
} from '../../words/verdict-words.ts'
import { NumberButton } from '../dial/number-button.tsx'
import { CardLists } from './card-lists.tsx'
import { OpenTickets } from './open-tickets.tsx'
import './customer-card.css'

/** The card of one known customer: who, may they, is it covered, by when, and what is already open. */
export const CustomerCardView = memo(function CustomerCardView({
  card,
  pop,
  others,
}: {
  card: CustomerCard
  pop: Pop | null
  others: readonly Candidate[]
}) {
  const { t } = useText()
  return (
    <article className="card scroll" aria-label={t('card.label')}>
      <Head card={card} pop={pop} />
      <Why card={card} />
      {pop && others.length > 0 && <Others pop={pop} others={others} unnamed={card.contact === null} />}
      {card.organisation.note && <Note text={card.organisation.note} />}
      <OpenTickets card={card} callId={pop?.callId ?? null} />
      <CardLists card={card} />
    </article>
  )
})

function Head({ card, pop }: { card: CustomerCard; pop: Pop | null }) {
  const { t, language } = useText()
  const { organisation, contact } = card
  const zone = foreignZone(language, organisation.timeZone, useNow(60_000))
  return (
    <header className="card-head">
      <div className="card-title">
        <h2 className="card-name">{organisation.name}</h2>
        <Sign judgement={coverageWords(t, language, card.verdict, card.contract)} />
      </div>
      <div className="card-line">
        <p className="card-person">
          {contact ? (
            <>
              <strong>{contact.name}</strong>
              {contact.position && <span className="soft">, {contact.position}</span>}
            </>
          ) : (
            <span className="soft">{t('card.personUnknown')}</span>
          )}
          {card.maybe && <span className="tag">{t('card.maybe')}</span>}
        </p>
        <Sign judgement={authorityWords(t, card.authority)} />
      </div>
      <div className="card-line small">
        <p className="soft card-facts">
          {pop ? (
            <span>{pop.numberShown}</span>
          ) : (
            cardNumbers(card).map((number) => <NumberButton key={number} number={number} />)
          )}
          {organisation.inn && <span>{t('card.inn', { inn: organisation.inn })}</span>}
          <span>
            {card.sla
              ? t('sla.line', {
                  response: spanText(t, card.sla.responseMinutes * 60_000),
                  resolution: spanText(t, card.sla.resolutionMinutes * 60_000),
                })
              : t('sla.none')}
          </span>
          {zone && <span>{t('sla.zone', zone)}</span>}
        </p>
        <Aside pop={pop} />
      </div>
    </header>
  )
}

/** Age of the data, and the key to the reason of the verdict. */
function Aside({ pop }: { pop: Pop | null }) {
  const { whyOpen } = useConsole()
  const { t } = useText()
  const now = useNow(10_000)
  const open = useStore(whyOpen)
  return (
    <span className="card-aside">
      {pop && <span className="faint">{t('card.asOf', { age: ageText(t, pop.asOf, now) })}</span>}
      <button type="button" className="why" aria-expanded={open} onClick={() => whyOpen.set(!open)}>
        {t('card.why')}
        <Kbd keys={capsFor('call.why') ?? []} />
      </button>
    </span>
  )
}

export function Sign({ judgement }: { judgement: Judgement }) {
  return (
    <span className={`judgement meaning-${judgement.meaning}`}>
      <Icon name={judgement.sign} />
      {judgement.words}
    </span>
  )
}

function Why({ card }: { card: CustomerCard }) {
  const { whyOpen } = useConsole()
  const { t, language } = useText()
  const open = useStore(whyOpen)
  if (!open) return null
  const coverage = coverageWords(t, language, card.verdict, card.contract)
  const authority = authorityWords(t, card.authority)
  return (
    <section className="why-panel" role="status">
      <p>
        <Icon name={coverage.sign} /> {coverageReason(t, card.verdict)}
      </p>
      <p>
        <Icon name={authority.sign} /> {authorityReason(t, card.authority)}
      </p>
      <p>
        <Icon name="phone" /> {t(`card.match.${card.match}`)}
      </p>
    </section>
  )
}

/** Who else it may be; for a main number everybody who calls from it, since the person is not known yet. */
function Others({ pop, others, unnamed }: { pop: Pop; others: readonly Candidate[]; unnamed: boolean }) {
  const model = useConsole()
  const { t } = useText()
  return (
    <p className="card-others">
      <span className="faint">{t(unnamed ? 'card.whoOfThem' : 'card.others')}</span>
      {others.slice(0, unnamed ? 9 : 4).map((other, index) => (
        <button
          key={`${other.contactId}${other.organisationId}`}
          type="button"
          className="chip"
          title={other.organisationName}
          onClick={() => chooseCandidate(model, pop.callId, other)}
        >
          <Kbd keys={capsFor(`call.choose.${index + 1}`) ?? []} />
          <span className="truncate">{other.name}</span>
        </button>
      ))}
    </p>
  )
}

function Note({ text }: { text: string }) {
  const { t } = useText()
  return (
    <p className="card-note">
      <Icon name="info" />
      <span className="sr-only">{t('card.note')}: </span>
      <span>{text}</span>
    </p>
  )
}
