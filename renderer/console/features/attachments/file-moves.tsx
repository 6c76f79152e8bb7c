import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import './attachments.css'

/** Files on their way between this window and the core, each with its progress and the way to stop it. */
export function FileMoves() {
  const { fileMoves } = useConsole()
  const { t } = useText()
  const moves = useStore(fileMoves)
  return (
    <>
      {moves.map(({ name, done, size, cancel }) => (
        <p key={name} className="file-move">
          <span className="truncate">{name}</span>
          <progress value={done} max={Math.max(1, size)} aria-label={t('attachment.progress', { name })} />
          <IconButton icon="cross" label={t('attachment.cancel')} onClick={cancel} />
        </p>
      ))}
    </>
  )
}
