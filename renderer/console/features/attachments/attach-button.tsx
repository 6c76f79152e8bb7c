import { useRef } from 'react'
import type { TicketId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { attachFiles } from '../../model/attachment-actions.ts'
import { useConsole } from '../../model/console-model.ts'

/** Chooses files for a ticket; they can be pasted and dropped on the comment as well. */
export function AttachButton({ ticketId }: { ticketId: TicketId }) {
  const model = useConsole()
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          void attachFiles(model, ticketId, [...(target.files ?? [])])
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      <Button look="quiet" icon="file" onClick={() => input.current?.click()}>
        {t('attachment.add')}
      </Button>
    </>
  )
}
