import { useEffect, useState } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import type { CoreClient } from '../../connection/clients.ts'
import type { DraftState } from '../../drafts/draft-state.ts'
import { useConsole } from '../../model/console-model.ts'
import { momentText } from '../../words/time-words.ts'
import { coverageReason, verdictLook } from '../../words/verdict-words.ts'

export type Advice = Awaited<ReturnType<CoreClient['tickets']['advise']>>

/** Asked when the fingers rest for so long, ms; it is a look into local tables. */
const askAfterMs = 80

/** Where the draft would go and by when, asked anew when a field that decides it changes. */
export function useAdvice(draft: DraftState | undefined): Advice | null {
  const { links, drafts } = useConsole()
  const [advice, setAdvice] = useState<Advice | null>(null)
  const id = draft?.id
  const f = draft?.fields
  // The texts decide nothing: typing them asks nothing.
  const deciding =
    f && [f.categoryId, f.priority, f.organisationId, f.contactId, f.siteId, f.equipmentId].join('|')
  useEffect(() => {
    if (id === undefined || deciding === undefined) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const fields = drafts.store.get().byId[id]?.fields
      if (!fields) return
      links.core.tickets.advise({ fields, at: null }, { signal: stop.signal }).then(
        (answer) => {
          if (stop.signal.aborted) return
          setAdvice(answer)
          const rule = { rule: answer.rule ?? '' }
          drafts.prefill(id, answer.place ?? { queueId: null, assigneeId: null }, rule)
        },
        () => {},
      )
    }, askAfterMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [id, deciding, links, drafts])
  return advice
}

/** One line each: why there, covered or not, by when. */
export function AdviceLines({ draft, advice }: { draft: DraftState; advice: Advice | null }) {
  const { t, language } = useText()
  const now = useNow(60_000)
  if (!advice) return <div className="advice" aria-hidden="true" />
  const { verdict, rule, slaDue, authority } = advice
  const look = verdictLook[verdict.verdict]
  const words = verdict.verdict === 'included' ? t('verdict.included.short') : t(`verdict.${verdict.verdict}`)
  const where =
    draft.origins.queueId && rule
      ? t('advice.why', { rule })
      : rule === null && !draft.fields.queueId
        ? t('advice.noRule')
        : null
  return (
    <div className="advice" aria-live="polite">
      <p hidden={draft.fields.organisationId === null}>
        <span className={`judgement meaning-${look.meaning}`} title={coverageReason(t, verdict)}>
          <Icon name={look.sign} size={14} />
          {words}
        </span>
        {slaDue !== null && (
          <span className="soft">~ {t('advice.due', { when: momentText(t, language, slaDue, now) })}</span>
        )}
      </p>
      {authority === 'mayNot' && (
        <p className="meaning-breach">
          <Icon name="cross" size={14} />
          {t('advice.mayNot')}
        </p>
      )}
      {where && <p className="faint truncate">{where}</p>}
    </div>
  )
}
