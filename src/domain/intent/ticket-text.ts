import { ok, refuse } from '#shared/result.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { IntentOf } from './intent.ts'
import { type Applying, alreadySo, done, type IntentContext } from './intent-rule.ts'
import { entryPut, secondEntryId } from './timeline-puts.ts'

const commentMax = 20_000
const texts = ['subject', 'description'] as const

/**
 * Sets the texts an author changed. Where somebody else changed the same text meanwhile, theirs stays and the
 * author's is kept as an internal comment, so that no typing is lost.
 */
export function editText(
  intent: IntentOf<'ticket.editText'>,
  ticket: Ticket,
  context: IntentContext,
): Applying {
  const wanted = texts.filter(
    (text) => intent[text] !== intent.expected[text] && intent[text] !== ticket[text],
  )
  if (wanted.length === 0) return alreadySo()
  const updatedAt = Math.max(ticket.updatedAt, context.at)
  if (wanted.some((text) => ticket[text] !== intent.expected[text])) {
    return keptAsComment(
      wanted.map((text) => intent[text]),
      intent,
      { ...ticket, updatedAt },
      context,
    )
  }
  const subjectChanged = wanted.includes('subject')
  return done(
    {
      entity: 'ticket',
      row: { ...ticket, ...Object.fromEntries(wanted.map((text) => [text, intent[text]])), updatedAt },
    },
    entryPut(
      intent.entryId,
      ticket.id,
      {
        kind: 'changed',
        field: 'text',
        from: subjectChanged ? ticket.subject : null,
        to: subjectChanged ? intent.subject : null,
      },
      context,
    ),
  )
}

function keptAsComment(
  typed: readonly string[],
  { entryId }: IntentOf<'ticket.editText'>,
  ticket: Ticket,
  context: IntentContext,
): Applying {
  const said = typed.filter((text) => text.trim() !== '')
  const [first, second] = said
  // The author only emptied a text that somebody else was writing: nothing to keep, but not done either.
  if (first === undefined) return refuse({ code: 'alreadyChanged', field: 'text', now: ticket.subject })
  const whole = said.join('\n\n')
  const comments = whole.length <= commentMax || second === undefined ? [whole] : [first, second]
  return ok({
    puts: [
      { entity: 'ticket', row: ticket },
      ...comments.map((text, nth) =>
        entryPut(
          nth === 0 ? entryId : secondEntryId(entryId),
          ticket.id,
          { kind: 'comment', text, internal: true, channel: ticket.channel },
          context,
        ),
      ),
    ],
    notice: { code: 'textKeptAsComment' },
  })
}
