import { Emitter } from '#shared/emitter.ts'
import type { DemoCaller } from './company/demo-callers.ts'
import type { CallPlacer, PageCall } from './demo-page.ts'
import type { PlacedCall } from './mini-pbx/customer-call.ts'
import type { MiniPbx } from './mini-pbx/mini-pbx.ts'

/** A call that is over stays on the page that long, ms: long enough to see that it ended. */
const shownAfterMs = 3_000

/** The telephone network of the demo: its customers call the queue of the mini-PBX. */
export function demoNetwork(pbx: MiniPbx, callers: readonly DemoCaller[], queue: string): CallPlacer {
  const changed = new Emitter<void>()
  const live = new Map<string, { shown: PageCall; call: PlacedCall }>()
  pbx.events.on(({ type }) => {
    if (type === 'registered' || type === 'unregistered') changed.emit()
  })

  const show = (id: string, change: Partial<PageCall>) => {
    const one = live.get(id)
    if (!one) return
    one.shown = { ...one.shown, ...change, since: Date.now() }
    changed.emit()
  }

  return {
    callers: callers.map(({ key, number, displayName, story }) => ({
      id: key,
      number,
      name: displayName,
      story,
    })),
    async place(callerId) {
      const caller = callers.find(({ key }) => key === callerId)
      if (!caller || pbx.registered().length === 0) return null
      const call = pbx.ring({ to: { queue }, number: caller.number, name: caller.displayName })
      const shown: PageCall = { id: call.id, callerId, state: 'ringing', since: Date.now() }
      live.set(call.id, { shown, call })
      changed.emit()
      void call.answered.then((by) => {
        if (by !== null) show(call.id, { state: 'talking' })
      })
      void call.ended.then(() => {
        show(call.id, { state: 'over' })
        setTimeout(() => {
          live.delete(call.id)
          changed.emit()
        }, shownAfterMs).unref()
      })
      return shown
    },
    hangUp: (callId) => live.get(callId)?.call.hangUp(),
    calls: () => [...live.values()].map(({ shown }) => shown),
    registered: () => pbx.registered(),
    changed,
  }
}
