import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import { answerDial, type DialQuestion as Question } from '../../model/dial-actions.ts'
import { findQuery } from '../../model/queries.ts'
import { dialTariffWords } from '../../words/dial-words.ts'
import './dial-question.css'

/** Asks before a number is called that came from outside, leads abroad or costs more. */
export function DialQuestion() {
  const model = useConsole()
  const { t } = useText()
  const question = useStore(model.dialDesk.question)
  const yes = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open={question !== null}
      onClose={() => answerDial(model, false)}
      title={t('dial.title')}
      closeLabel={t('close')}
      initialFocus={yes}
    >
      {question && <Asked question={question} yes={yes} />}
    </Dialog>
  )
}

function Asked({ question, yes }: { question: Question; yes: React.RefObject<HTMLButtonElement | null> }) {
  const model = useConsole()
  const { t, language } = useText()
  const { request, source } = question
  return (
    <div className="dial-question">
      <p className="dial-number">
        {formatNumber(request.number)}
        {request.ext !== null && <span className="soft"> {t('dial.ext', { ext: request.ext })}</span>}
      </p>
      <p className={request.tariff === 'premium' ? 'meaning-breach' : undefined}>
        <Icon name={request.tariff === 'premium' ? 'warning' : 'phone'} />{' '}
        {dialTariffWords(t, language, request)}
      </p>
      <Whose number={request.number} />
      {source !== 'list' && <p className="soft">{t(`dial.from.${source}`)}</p>}
      <div className="dial-buttons">
        <Button ref={yes} look="filled" icon="phone" keys={['⏎']} onClick={() => answerDial(model, true)}>
          {t('dial.call')}
        </Button>
        <Button keys={['Esc']} onClick={() => answerDial(model, false)}>
          {t('dial.doNotCall')}
        </Button>
      </div>
    </div>
  )
}

/** Whose number it is, as the cache knows it; the question never waits for this. */
function Whose({ number }: { number: string }) {
  const model = useConsole()
  const { t } = useText()
  const { data } = useQuery(findQuery(model, number, 5))
  if (!data) return null
  const owner = data.hits.find(
    (hit) => hit.kind === 'contact' && hit.contact.phones.some((phone) => phone.number === number),
  )
  if (owner?.kind !== 'contact') return <p className="soft">{t('dial.whoseNobody')}</p>
  return <p>{t('dial.whose', { who: `${owner.contact.name}, ${owner.organisationName}` })}</p>
}
