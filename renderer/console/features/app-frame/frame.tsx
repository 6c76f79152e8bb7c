import { lazy, Suspense, useEffect, useState } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { callsShown, isRinging } from '../../model/live-calls.ts'
import { callerName } from '../../words/caller-words.ts'
import { CallsColumn } from '../calls-column/calls-column.tsx'
import { ColleaguesSheet } from '../colleagues/colleagues-sheet.tsx'
import { DialQuestion } from '../dial/dial-question.tsx'
import { HelpSheet } from '../help-sheet/help-sheet.tsx'
import { CallDetails } from '../journal/call-details.tsx'
import { CloseMissed } from '../ledger/close-missed.tsx'
import { OutboxTray } from '../outbox-tray/outbox-tray.tsx'
import { Palette } from '../palette/palette.tsx'
import { SelfTestSheet } from '../self-test/self-test-sheet.tsx'
import { SettingsSheet } from '../settings/settings-sheet.tsx'
import { SignIn } from '../sign-in/sign-in.tsx'
import { TicketPane } from '../ticket-form/ticket-pane.tsx'
import { ListPanel } from '../ticket-list/list-panel.tsx'
import { LeaseEnded } from '../trust/lease-ended.tsx'
import { WrapUpBar } from '../wrap-up/wrap-up-bar.tsx'
import { Banners } from './banners.tsx'
import { DoNotDisturb } from './do-not-disturb.tsx'
import { Middle } from './middle.tsx'
import { StatusBar } from './status-bar.tsx'
import './frame.css'

const QueueBoard = lazy(() => import('../queue-board/queue-board.tsx'))

/** The whole window: bar, banners, and either the dispatcher's desk or the supervisor's board. */
export function Frame() {
  const { live, view } = useConsole()
  const known = useStore(live.status, (status) => status !== null)
  const signedIn = useStore(live.status, (status) => status !== null && status.user !== null)
  const board = useStore(view) === 'board'
  const leaseEnded = useStore(live.status, (status) => status?.lease?.ended === true)
  if (!known) return <Starting />
  if (!signedIn) return <SignIn />
  if (leaseEnded) return <WithoutLease />
  return (
    <div className="frame">
      <StatusBar />
      <Banners />
      <DoNotDisturb />
      <WrapUpBar />
      {board ? (
        <Suspense fallback={null}>
          <QueueBoard />
        </Suspense>
      ) : (
        <Console />
      )}
      <Palette />
      <HelpSheet />
      <SettingsSheet />
      <OutboxTray />
      <ColleaguesSheet />
      <SelfTestSheet />
      <DialQuestion />
      <CloseMissed />
      <CallDetails />
      <WindowTitle />
    </div>
  )
}

/** Calls and the way back; nothing of the customers. */
function WithoutLease() {
  return (
    <div className="frame">
      <StatusBar />
      <Banners />
      <WrapUpBar />
      <main className="console without-lease">
        <CallsColumn past={false} />
        <LeaseEnded />
      </main>
      <HelpSheet />
      <SettingsSheet />
      <WindowTitle />
    </div>
  )
}

function Console() {
  return (
    <main className="console">
      <CallsColumn />
      <Middle />
      <TicketPane />
      <ListPanel />
    </main>
  )
}

/** After this long without the core, say so and what to do, ms. */
const longStartMs = 10_000

function Starting() {
  const { t } = useText()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longStartMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className="starting" aria-busy="true">
      <h1 className="starting-name">{t('app.name')}</h1>
      <p role="status">{long ? t('app.startingLong') : t('app.starting')}</p>
    </main>
  )
}

/** The title is the badge that works in every shell; the same words are said once to a screen reader. */
function WindowTitle() {
  const { live } = useConsole()
  const { t } = useText()
  const phone = useStore(live.phone)
  const coreCalls = useStore(live.coreCalls)
  const pops = useStore(live.pops)
  const ringing = callsShown(phone, coreCalls).find(isRinging)
  const who = ringing ? callerName(t, ringing, pops[ringing.id]) : null
  useEffect(() => {
    document.title = who ? t('app.titleRinging', { who }) : t('app.name')
  }, [who, t])
  return (
    <p className="sr-only" aria-live="polite">
      {who && t('calls.announce', { who })}
    </p>
  )
}
