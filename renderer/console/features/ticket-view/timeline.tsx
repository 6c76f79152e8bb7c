import { memo } from 'react'
import { priorities, ticketStatuses } from '#domain/ticket/ticket.ts'
import type { TimelineEntry } from '#domain/ticket/timeline-entry.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import type { Names } from '../../words/refusal-words.ts'
import { pastText } from '../../words/time-words.ts'
import { AttachedFile, useWaitingFiles } from '../attachments/attached-file.tsx'
import { TextWithNumbers } from '../dial/text-with-numbers.tsx'

type What = TimelineEntry['what']
type Changed = Extract<What, { kind: 'changed' }>

const signs: { readonly [Kind in What['kind']]: IconName } = {
  comment: 'comment',
  attachment: 'file',
  created: 'ticket',
  call: 'phone',
  changed: 'arrowOut',
}

/** A value of a change as a person reads it: codes and ids become words. */
function valueWords(
  t: Say,
  names: Names,
  category: (id: string) => string | null,
  field: Changed['field'],
  value: string | null,
): string {
  if (value === null) return t('ticket.nothing')
  switch (field) {
    case 'queue':
      return names.queue(value) ?? value
    case 'assignee':
      return names.user(value) ?? value
    case 'category':
      return category(value) ?? value
    case 'status': {
      const status = ticketStatuses.find((each) => each === value)
      return status ? t(`status.${status}`) : value
    }
    case 'priority': {
      const priority = priorities.find((each) => each === value)
      return priority ? t(`priority.${priority}`) : value
    }
    default:
      return value
  }
}

/** What happened, newest first: the last promise is what the caller asks about. */
export const Timeline = memo(function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  const { categories } = useStore(model.live.reference)
  const names = namesOf(model)
  const waiting = useWaitingFiles()
  const category = (id: string) => categories.find((each) => each.id === id)?.name ?? null
  const words = (what: Exclude<What, { kind: 'comment' | 'attachment' }>): string => {
    if (what.kind === 'created') return t('ticket.created')
    if (what.kind === 'call') return t('ticket.call')
    if (what.field === 'text') return t('ticket.changed.text')
    return t(`ticket.changed.${what.field}`, {
      from: valueWords(t, names, category, what.field, what.from),
      to: valueWords(t, names, category, what.field, what.to),
    })
  }
  return (
    <ol className="timeline">
      {[...entries]
        .sort((a, b) => b.at - a.at)
        .map(({ id, at, by, what }) => (
          <li key={id} className={what.kind === 'comment' ? 'timeline-entry comment' : 'timeline-entry'}>
            <Icon name={signs[what.kind]} size={14} />
            <div className="timeline-words">
              <p className="timeline-who">
                <span>{names.user(by) ?? t('ticket.system')}</span>
                <time>{pastText(t, language, at, now)}</time>
                {what.kind === 'comment' && what.internal && (
                  <span className="tag">{t('ticket.internal')}</span>
                )}
              </p>
              <p className="timeline-text">
                {what.kind === 'comment' ? (
                  <TextWithNumbers text={what.text} />
                ) : what.kind === 'attachment' ? (
                  <AttachedFile file={what.attachment} waiting={waiting.has(what.attachment.sha256)} />
                ) : (
                  words(what)
                )}
              </p>
            </div>
          </li>
        ))}
    </ol>
  )
})
