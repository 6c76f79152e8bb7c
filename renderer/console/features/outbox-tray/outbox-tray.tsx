import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OutboxRow } from '#bridge/outbox.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { TextAreaField } from '#renderer/ui/field.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { editAsDraft, saveToFile } from '../../model/outbox-actions.ts'
import { outboxQuery } from '../../model/queries.ts'
import { errorWords } from '../../words/error-words.ts'
import { refusalWords } from '../../words/refusal-words.ts'
import { pastText } from '../../words/time-words.ts'
import './outbox-tray.css'

/** What the desk has not confirmed, and what it refused: in plain words, each with its way out. */
export function OutboxTray() {
  const { sheet } = useConsole()
  const { t } = useText()
  const open = useStore(sheet) === 'tray'
  return (
    <Dialog
      open={open}
      onClose={() => sheet.set(null)}
      title={t('tray.title')}
      closeLabel={t('close')}
      size="large"
    >
      <Tray />
    </Dialog>
  )
}

function Tray() {
  const model = useConsole()
  const { t } = useText()
  const { data } = useQuery(outboxQuery(model))
  if (!data) return null
  const { pending, notAccepted } = data
  if (pending.length + notAccepted.length === 0) {
    return (
      <div className="tray">
        <EmptyState icon="check" title={t('tray.empty')} />
      </div>
    )
  }
  return (
    <div className="tray scroll">
      {notAccepted.length > 0 && (
        <section>
          <h3 className="tray-title">{t('tray.notAccepted')}</h3>
          <ul>
            {notAccepted.map((row) => (
              <Refused key={row.n} row={row} />
            ))}
          </ul>
        </section>
      )}
      {pending.length > 0 && (
        <section>
          <h3 className="tray-title">{t('tray.pending')}</h3>
          <p className="tray-explain">{t('tray.explain')}</p>
          <ul>
            {pending.map((row) => (
              <li key={row.n} className="tray-row">
                <Icon name="pending" />
                <What row={row} />
                <span className="soft">{row.state === 'sent' ? t('tray.sent') : t('tray.waiting')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="tray-foot">
        <Button look="quiet" icon="arrowOut" onClick={() => void saveToFile(model)}>
          {t('tray.export')}
        </Button>
      </div>
    </div>
  )
}

function What({ row }: { row: OutboxRow }) {
  const { t, language } = useText()
  const now = useNow(60_000)
  return (
    <span className="tray-what">
      <span className="truncate">
        <strong>{t(`tray.kind.${row.intent.kind}`)}</strong> {row.about}
      </span>
      <time className="faint">{pastText(t, language, row.madeAt, now)}</time>
    </span>
  )
}

function Refused({ row }: { row: OutboxRow }) {
  const model = useConsole()
  const { t } = useText()
  const [busy, setBusy] = useState(false)
  const act = async (doing: Promise<unknown>, done: string | null) => {
    setBusy(true)
    try {
      await doing
      if (done) model.toaster.say('ok', done)
      await model.queries.invalidateQueries({ queryKey: ['outbox'] })
    } catch (error) {
      model.toaster.say('breach', errorWords(t, error, namesOf(model)))
    } finally {
      setBusy(false)
    }
  }
  const { outbox } = model.links.core
  return (
    <li className="tray-row refused">
      <Icon name="warning" />
      <div className="tray-refused">
        <What row={row} />
        {row.intent.kind === 'ticket.comment' && <Reword row={row} text={row.intent.text} act={act} />}
        {row.refusal && <p className="tray-why">{refusalWords(t, row.refusal, namesOf(model))}</p>}
      </div>
      {row.intent.kind === 'ticket.create' && (
        <Button disabled={busy} onClick={() => void act(editAsDraft(model, row.n), null)}>
          {t('tray.edit')}
        </Button>
      )}
      <Button disabled={busy} onClick={() => void act(outbox.redo({ n: row.n }), t('tray.redone'))}>
        {t('tray.redo')}
      </Button>
      <Button look="quiet" disabled={busy} onClick={() => void act(outbox.discard({ n: row.n }), null)}>
        {t('tray.discard')}
      </Button>
    </li>
  )
}

/** The words of a refused comment, to be mended and sent again in the same place. */
function Reword({
  row,
  text,
  act,
}: {
  row: OutboxRow
  text: string
  act: (doing: Promise<unknown>, done: string | null) => Promise<void>
}) {
  const model = useConsole()
  const { t } = useText()
  const [words, setWords] = useState<string | null>(null)
  if (words === null) {
    return (
      <p className="tray-words">
        {text}{' '}
        <Button look="quiet" onClick={() => setWords(text)}>
          {t('tray.edit')}
        </Button>
      </p>
    )
  }
  const send = () => act(model.links.core.outbox.reword({ n: row.n, text: words.trim() }), t('tray.redone'))
  return (
    <div className="tray-words">
      <TextAreaField
        label={t('tray.words')}
        value={words}
        maxLength={20_000}
        rows={3}
        autoFocus
        onText={setWords}
      />
      <Button look="filled" disabled={words.trim() === ''} onClick={() => void send()}>
        {t('tray.send')}
      </Button>
    </div>
  )
}
