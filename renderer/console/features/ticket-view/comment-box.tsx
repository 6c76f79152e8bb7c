import { type FormEvent, type SyntheticEvent, useEffect, useState } from 'react'
import type { TicketRow } from '#bridge/tickets.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { attachFiles } from '../../model/attachment-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { errorWords } from '../../words/error-words.ts'
import { AttachButton } from '../attachments/attach-button.tsx'
import { FileMoves } from '../attachments/file-moves.tsx'

/** While something is typed here a ring does not lay the ticket aside. A failure keeps the text. */
export function CommentBox({ row }: { row: TicketRow }) {
  const model = useConsole()
  const { t } = useText()
  const [text, setText] = useState('')
  const [internal, setInternal] = useState(true)
  const [busy, setBusy] = useState(false)
  const typed = text.trim() !== ''
  useEffect(() => {
    model.typedOnTicket.set(typed)
    return () => model.typedOnTicket.set(false)
  }, [model, typed])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!typed || busy) return
    setBusy(true)
    try {
      await model.links.core.tickets.comment({ ticketId: row.ticket.id, text: text.trim(), internal })
      setText('')
    } catch (error) {
      model.toaster.say('breach', errorWords(t, error, namesOf(model)))
    } finally {
      setBusy(false)
    }
  }
  /** Files that were pasted or dropped go on the ticket; pasted words stay words. */
  const takeFiles = (event: SyntheticEvent, { files }: DataTransfer) => {
    if (files.length === 0) return
    event.preventDefault()
    void attachFiles(model, row.ticket.id, [...files])
  }
  return (
    <form
      className="comment-box"
      onSubmit={(event) => void submit(event)}
      onPaste={(event) => takeFiles(event, event.clipboardData)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => takeFiles(event, event.dataTransfer)}
    >
      <FileMoves />
      <textarea
        className="input area"
        rows={2}
        maxLength={20_000}
        value={text}
        aria-label={t('ticket.comment')}
        placeholder={t('ticket.comment.placeholder')}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="comment-actions">
        <button
          type="button"
          className="list-switch"
          aria-pressed={internal}
          onClick={() => setInternal(!internal)}
        >
          <span className="switch-box">{internal && <Icon name="check" size={12} />}</span>
          {t('ticket.comment.internal')}
        </button>
        <AttachButton ticketId={row.ticket.id} />
        <Button type="submit" disabled={!typed || busy}>
          {t('ticket.comment.send')}
        </Button>
      </div>
    </form>
  )
}
