import { useEffect, useState } from 'react'
import type { Attachment } from '#domain/ticket/attachment.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { follow } from '../../connection/follow.ts'
import { saveAttachment } from '../../model/attachment-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { bytesText } from '../../words/size-words.ts'
import './attachments.css'

/** A file of the ticket: a press saves it. Until the desk has it, that is said. */
export function AttachedFile({ file, waiting }: { file: Attachment; waiting: boolean }) {
  const model = useConsole()
  const { t } = useText()
  return (
    <span className="attached-file">
      <Button look="outline" icon="file" onClick={() => void saveAttachment(model, file)}>
        {file.name}
      </Button>
      <span className="faint">{bytesText(t, file.size)}</span>
      {waiting && <span className="soft">{t('attachment.onItsWay')}</span>}
    </span>
  )
}

/** Hashes of the files the desk does not have yet. */
export function useWaitingFiles(): ReadonlySet<string> {
  const { links } = useConsole()
  const [hashes, setHashes] = useState<ReadonlySet<string>>(new Set())
  useEffect(
    () =>
      follow(
        links.coreLink,
        (signal) => links.core.attachments.waiting(undefined, { signal }),
        (news) => setHashes(new Set(news.hashes)),
      ),
    [links],
  )
  return hashes
}
