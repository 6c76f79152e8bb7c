import { memo, useLayoutEffect } from 'react'
import type { Pop } from '#bridge/pop.ts'
import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { assertNever } from '#shared/assert-never.ts'
import { useConsole } from '../../model/console-model.ts'
import { afterPaint, type PaintGuard } from '../../model/paint-guard.ts'
import { Chooser } from './chooser.tsx'
import { CustomerCardView } from './customer-card.tsx'
import { Stranger } from './stranger.tsx'
import './call-pop.css'

/**
 * What is shown for a call. Its data comes from outside React and is painted in the same turn; the element says which
 * call it speaks of.
 */
export const CallPop = memo(function CallPop({ callId }: { callId: CallId }) {
  const { live, guard } = useConsole()
  const { t } = useText()
  const pop = useStore(live.pops)[callId]
  usePainted(guard, callId, pop?.who.kind)
  if (!pop) return <EmptyState icon="headset" title={t('card.loading')} />
  return (
    <div key={callId} className="pop" data-call-id={callId}>
      <PopOf pop={pop} />
    </div>
  )
})

/** The benchmarks and the key guard both count from the moment the caller is really on screen. */
function usePainted(guard: PaintGuard, callId: CallId, kind: Pop['who']['kind'] | undefined): void {
  useLayoutEffect(() => {
    if (kind === undefined) return
    return afterPaint((at) => {
      performance.mark('pult:pop-painted', { detail: { callId }, startTime: at })
      guard.painted(`pop:${callId}`, at)
    })
  }, [guard, callId, kind])
}

function PopOf({ pop }: { pop: Pop }) {
  const { who } = pop
  switch (who.kind) {
    case 'known':
      return <CustomerCardView card={who.card} pop={pop} others={who.others} />
    case 'several':
      return <Chooser pop={pop} who={who} />
    case 'unknown':
    case 'hidden':
    case 'unreadable':
      return <Stranger pop={pop} kind={who.kind} />
    case 'colleague':
      return <Colleague name={who.name} extension={who.extension} />
    default:
      return assertNever(who, 'pop')
  }
}

function Colleague({ name, extension }: { name: string; extension: string }) {
  const { t } = useText()
  return (
    <div className="card">
      <header className="card-head">
        <div className="card-title">
          <h2 className="card-name">{name}</h2>
          <p className="soft">
            {t('colleague.title')} · {extension}
          </p>
        </div>
      </header>
    </div>
  )
}
