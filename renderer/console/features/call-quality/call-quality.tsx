import type { CallQuality } from '#domain/call/call-quality.ts'
import type { CallId } from '#domain/ids.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import './call-quality.css'

function useQuality(callId: CallId): CallQuality | undefined {
  return useStore(useConsole().live.phone, (phone) => phone?.quality.find((one) => one.callId === callId))
}

function wordsOf(t: Say, { lamp, cause }: CallQuality): string {
  const sound = t(`quality.lamp.${lamp}`)
  return cause === 'none' ? sound : `${sound}: ${t(`quality.cause.${cause}`)}`
}

/** A small sign beside the state of the call; its words are its name and its title. Shape tells the colours apart, too. */
export function QualityLamp({ callId }: { callId: CallId }) {
  const { t } = useText()
  const quality = useQuality(callId)
  if (!quality) return null
  const words = wordsOf(t, quality)
  return (
    <span className={`quality-lamp ${quality.lamp}`} role="img" aria-label={words} title={words}>
      <i />
      <i />
      <i />
    </span>
  )
}

/** What must be told at once, in whole sentences under the call. Of two sides of one fault the plainer one. */
export function QualityAlarms({ callId }: { callId: CallId }) {
  const { t } = useText()
  const quality = useQuality(callId)
  const alarms = quality?.alarms ?? []
  const told = alarms.includes('weDoNotHearThem') ? alarms.filter((one) => one !== 'noInbound') : alarms
  return (
    <div role="status">
      {told.map((alarm) => (
        <p key={alarm} className="quality-alarm">
          <Icon name="warning" size={14} />
          {t(`quality.alarm.${alarm}`)}
        </p>
      ))}
      {told.length === 0 && quality && quality.lamp !== 'green' && (
        <p className={`quality-alarm ${quality.lamp}`}>
          <Icon name="warning" size={14} />
          {wordsOf(t, quality)}
        </p>
      )}
    </div>
  )
}
