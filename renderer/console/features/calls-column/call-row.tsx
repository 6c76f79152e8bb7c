import { memo, useLayoutEffect } from 'react'
import type { Call } from '#domain/call/call.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { capsFor } from '../../commands/registry.ts'
import { answerCall, endCall, holdOrResume, toggleMute } from '../../model/call-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { callInHand, callsShown, callToAnswer, isHeld } from '../../model/live-calls.ts'
import { afterPaint } from '../../model/paint-guard.ts'
import { toggleTransfer } from '../../model/transfer-actions.ts'
import { callerDetail, callerName } from '../../words/caller-words.ts'
import { endNextWords } from '../../words/end-words.ts'
import { QualityAlarms, QualityLamp } from '../call-quality/call-quality.tsx'
import { CallTools } from '../call-tools/call-tools.tsx'
import { RecordingLamp } from '../call-tools/recording-part.tsx'
import { ToolsToggle } from '../call-tools/tools-toggle.tsx'
import { TransferPart } from '../transfer/transfer-part.tsx'

const signOf = (call: Call): IconName => {
  if (call.state === 'active') return isHeld(call) ? 'pause' : 'phone'
  if (call.state === 'over') return 'phoneDown'
  return call.direction === 'in' ? 'arrowIn' : 'arrowOut'
}

function stateWords(t: Say, call: Call): string {
  if (call.state !== 'active') return t(`calls.state.${call.state}`)
  if (isHeld(call)) return t('calls.state.held')
  return t(call.holdRemote ? 'calls.state.heldByThem' : 'calls.state.active')
}

/** What is amiss with a conversation, beside its time. */
function troubleWords(t: Say, call: Call): string[] {
  if (call.state !== 'active') return []
  const words: string[] = []
  if (call.muted) words.push(t('calls.muted'))
  if (call.media !== 'ok') words.push(t(`calls.media.${call.media}`))
  if (!call.attached) words.push(t('calls.detached'))
  return words
}

/** One live call. A ring changes only this row: it takes no focus and moves no other row. */
export const CallRow = memo(function CallRow({ call, shown }: { call: Call; shown: boolean }) {
  const { live, guard, move, view } = useConsole()
  const { t } = useText()
  const pop = useStore(live.pops)[call.id]
  const { id } = call
  useLayoutEffect(() => {
    const stop = afterPaint((at) => guard.painted(`call:${id}`, at))
    return () => {
      stop()
      guard.forget(`call:${id}`)
    }
  }, [guard, id])
  const who = callerName(t, call, pop)
  const quiet = useStore(live.phone, (phone) => phone?.quiet.includes(id) ?? false)
  const automatic = useStore(live.phone, (phone) => phone?.autoAnswered.includes(id) ?? false)
  // How it ended comes first: who it was stands above, and a long name would leave no room.
  const details = [
    call.state === 'over' ? t(`end.${call.end}`) : '',
    automatic ? t('calls.autoAnswered') : '',
    quiet ? t('calls.quiet') : '',
    callerDetail(t, call, pop),
    call.callQueue && call.state === 'ringing' ? t('calls.via', { queue: call.callQueue }) : '',
  ].filter(Boolean)
  const held = isHeld(call)
  const look = call.state === 'active' ? (held ? 'held' : 'active') : call.state
  const trouble = troubleWords(t, call)
  const next = endNextWords(t, call)
  return (
    <li className={`call-row ${look}${quiet ? ' quiet' : ''}${shown ? ' shown' : ''}`}>
      <button
        type="button"
        className="call-head"
        aria-current={shown || undefined}
        onClick={() => {
          view.set('console')
          move({ type: 'showCall', callId: id })
        }}
      >
        <span className="call-state">
          <Icon name={signOf(call)} size={14} />
          {stateWords(t, call)}
          {call.state === 'active' && <QualityLamp callId={id} />}
          {call.state === 'active' && <RecordingLamp call={call} />}
          <Since call={call} />
        </span>
        <span className="call-who truncate">{who}</span>
        {details.length > 0 && <span className="call-detail truncate">{details.join(' · ')}</span>}
        {trouble.length > 0 && (
          <span className="call-trouble">
            <Icon name="warning" size={14} />
            <span className="truncate">{trouble.join(', ')}</span>
          </span>
        )}
      </button>
      {next !== null && <p className="call-next">{next}</p>}
      {call.state === 'active' && <ToolsToggle callId={id} />}
      <CallButtons call={call} />
      {call.state === 'active' && <QualityAlarms callId={id} />}
      {call.state === 'active' && <TransferPart callId={id} />}
      {call.state === 'active' && <CallTools call={call} />}
    </li>
  )
})

function Since({ call }: { call: Call }) {
  if (call.state === 'over') {
    return call.answeredAt === null ? null : <Elapsed since={call.answeredAt} until={call.endedAt} />
  }
  return <Elapsed since={call.state === 'active' ? call.answeredAt : call.startedAt} />
}

/** Keys are shown on the row they act on: with two calls only one of them is meant by F2 or F4. */
function CallButtons({ call }: { call: Call }) {
  const model = useConsole()
  const { t } = useText()
  const phone = useStore(model.live.phone)
  const coreCalls = useStore(model.live.coreCalls)
  const shownId = useStore(model.stage, ({ shown }) => (shown.kind === 'call' ? shown.callId : null))
  const calls = callsShown(phone, coreCalls)
  const keyed = (command: string, target: Call | null) =>
    target?.id === call.id ? capsFor(command) : undefined
  const inHand = callInHand(calls, shownId)
  const endKeys = keyed('call.hangUp', inHand)
  if (call.state === 'over' || call.state === 'cancelling') return null
  if (call.state === 'ringing') {
    return (
      <div className="call-buttons">
        <Button
          look="filled"
          icon="phone"
          keys={keyed('call.answer', callToAnswer(calls, shownId))}
          onClick={() => answerCall(model, call.id)}
        >
          {t('command.answer')}
        </Button>
        <IconButton
          look="outline"
          icon="phoneDown"
          label={t('command.reject')}
          keys={endKeys}
          onClick={() => endCall(model, call)}
        />
      </div>
    )
  }
  const held = isHeld(call)
  return (
    <div className="call-buttons">
      {call.state === 'active' && (
        <>
          <IconButton
            look="outline"
            icon={held ? 'play' : 'pause'}
            label={held ? t('command.resume') : t('command.hold')}
            aria-pressed={held}
            keys={keyed('call.hold', inHand)}
            onClick={() => holdOrResume(model, call)}
          />
          <IconButton
            look="outline"
            icon={call.muted ? 'micOff' : 'mic'}
            label={call.muted ? t('command.muteOn') : t('command.muteOff')}
            aria-pressed={call.muted}
            keys={keyed('call.mute', inHand)}
            onClick={() => toggleMute(model, call)}
          />
          <IconButton
            look="outline"
            icon="transfer"
            label={t('command.transfer')}
            keys={keyed('call.transfer', inHand)}
            onClick={() => toggleTransfer(model, call.id)}
          />
        </>
      )}
      <IconButton
        look="danger"
        icon="phoneDown"
        label={t('command.hangUp')}
        keys={endKeys}
        onClick={() => endCall(model, call)}
      />
    </div>
  )
}
