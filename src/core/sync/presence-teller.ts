import type { Workstation } from '../workstation.ts'
import { faultOf } from './desk-failure.ts'
import { type DeskTokens, MustSignIn } from './desk-tokens.ts'
import { offlineWord, type Presence } from './presence.ts'
import { Waiter } from './waiter.ts'

/** The desk takes 15 s of silence for an absence: three words fit into it. */
const everyMs = 5_000
/** The PBX takes about a second to do as the state wants; the window says so until the desk has seen it done. */
const settlingMs = 1_000

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
        const { word, version } = presence.word()
        const { pause, away } = await tokens.ask((client) => client.board.present(word, { signal }), signal)
        presence.told(version, pause, away)
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof MustSignIn || faultOf(error) === null) throw error
        presence.notTold()
      }
      await waiter.wait(presence.settling ? settlingMs : everyMs, signal)
    }
  } finally {
    stop()
    presence.notTold()
  }
}

/** A desk that does not take the last word within this hears the silence instead. */
const farewellMs = 500

/** Nobody works here any more: the board and the PBX's queues need not wait for the silence to say so. */
export async function sayGone(tokens: DeskTokens, at: number): Promise<void> {
  const signal = AbortSignal.timeout(farewellMs)
  const word = { ...offlineWord(at), line: 'off' as const, call: null }
  await tokens.ask((client) => client.board.present(word, { signal }), signal).catch(() => {})
}
