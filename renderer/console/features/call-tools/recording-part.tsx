import { useId } from 'react'
import type { Call } from '#domain/call/call.ts'
import type { RecordingConsent } from '#domain/call/recording.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { noteConsent, recordingTurn, turnRecording } from '../../model/feature-actions.ts'

type Talk = Extract<Call, { state: 'active' }>

const consents: readonly RecordingConsent[] = ['none', 'implied', 'asked', 'refused']

/** Lamp beside the state of a call that is recorded; words, not colour alone. */
export function RecordingLamp({ call }: { call: Talk }) {
  const { t } = useText()
  if (call.recording !== 'on' && call.recording !== 'paused') return null
  const words = t(`recording.${call.recording}`)
  return (
    <span className={`recording-lamp ${call.recording}`} title={words}>
      <span aria-hidden="true">REC</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** Pausing the recording, and what the customer said to it. Nothing where the PBX records nothing. */
export function RecordingPart({ call }: { call: Talk }) {
  const model = useConsole()
  const { t } = useText()
  const id = useId()
  const consent = useStore(model.live.consents)[call.id] ?? 'none'
  if (call.recording !== 'on' && call.recording !== 'paused') return null
  const turn = recordingTurn(model, call)
  return (
    <div className="recording-part">
      {turn !== null && (
        <Button
          icon={turn === 'pause' ? 'pause' : 'play'}
          keys={capsFor('call.recording')}
          onClick={() => turnRecording(model, call)}
        >
          {t(`recording.${turn}`)}
        </Button>
      )}
      <label className="keypad-label" htmlFor={id}>
        {t('recording.consent')}
      </label>
      <select
        id={id}
        className="input"
        value={consent}
        onChange={({ target }) => {
          const chosen = consents.find((one) => one === target.value)
          if (chosen) noteConsent(model, call, chosen)
        }}
      >
        {consents.map((one) => (
          <option key={one} value={one}>
            {t(`recording.consent.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
