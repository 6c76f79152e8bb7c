import type { Candidate, Pop } from '#bridge/pop.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { capsFor } from '../../commands/registry.ts'
import { chooseCandidate } from '../../model/caller-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { CustomerFinder } from './customer-finder.tsx'

type Several = Extract<Pop['who'], { kind: 'several' }>

const plainRanks = {
  verified: 'rank.verified',
  calledLast: 'rank.calledLast',
  learnt: 'rank.learnt',
  authority: 'rank.authority',
  recent: 'rank.recent',
  only: 'rank.only',
} as const

const rankWords = (t: Say, { ranked, openTickets }: Candidate): string =>
  ranked === 'openTickets' ? t('rank.openTickets', { count: openTickets }) : t(plainRanks[ranked])

/** Several people may call from this number: ranked, each with its reason and its key. Nobody is picked by itself. */
export function Chooser({ pop, who }: { pop: Pop; who: Several }) {
  const model = useConsole()
  const { t } = useText()
  return (
    <article className="card scroll">
      <header className="card-head">
        <div className="card-title">
          <h2 className="card-name">{t('chooser.title')}</h2>
          <span className="soft">{pop.numberShown}</span>
        </div>
        <p className="soft">{t(who.shared ? 'chooser.shared' : 'chooser.several')}</p>
      </header>
      <ol className="candidates">
        {who.candidates.map((candidate, index) => (
          <li key={`${candidate.contactId}${candidate.organisationId}`}>
            <button
              type="button"
              className="candidate"
              onClick={() => chooseCandidate(model, pop.callId, candidate)}
            >
              <Kbd keys={capsFor(`call.choose.${index + 1}`) ?? []} />
              <span className="candidate-who">
                <span className="truncate">
                  <strong>{candidate.name}</strong>
                  {candidate.position && <span className="soft">, {candidate.position}</span>}
                </span>
                <span className="soft truncate">{candidate.organisationName}</span>
              </span>
              {candidate.maybe && <span className="tag">{t('card.maybe')}</span>}
              <span className="candidate-why">{rankWords(t, candidate)}</span>
            </button>
          </li>
        ))}
      </ol>
      {who.total > who.candidates.length && (
        <p className="soft card-pad">{t('chooser.more', { total: who.total })}</p>
      )}
      <CustomerFinder pop={pop} />
    </article>
  )
}
