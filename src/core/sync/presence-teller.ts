import type { Workstation } from '../workstation.ts'
import { faultOf } from './desk-failure.ts'
import { type DeskTokens, MustSignIn } from './desk-tokens.ts'
import type { Presence } from './presence.ts'
import { Waiter } from './waiter.ts'

/** The desk takes 15 s of silence for an absence: three words fit into it. */
const everyMs = 5_000

/** Tells the desk what this dispatcher does, at each change and every few seconds. A word that fails is not repeated. */
export async function tellPresence(
  work: Workstation,
  tokens: DeskTokens,
  presence: Presence,
  signal: AbortSignal,
): Promise<void> {
  const waiter = new Waiter(work.ports.clock)
  const stop = presence.changed.on(() => waiter.poke())
  try {
    while (!signal.aborted) {
      try {
        await tokens.ask((client) => client.board.present(presence.word(), { signal }), signal)
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof MustSignIn || faultOf(error) === null) throw error
      }
      await waiter.wait(everyMs, signal)
    }
  } finally {
    stop()
  }
}
