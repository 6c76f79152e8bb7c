import type { Intent } from '#domain/intent/intent.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import { RefusedHere, type Workstation } from '../workstation.ts'

/** A desk that answers does so within milliseconds; after this the person is not kept waiting. */
const answerMs = 3_000

/**
 * Makes a change and waits for the desk's word on it where the desk answers. `pending`: it is away or slow, the
 * change is kept and goes when it can. A refusal heard in time is the person's answer and does not lie in the tray.
 * Throws what `Workstation.write` throws for want of room or a person.
 */
export async function writeAndHear(
  work: Workstation,
  intent: Intent,
  about: string,
): Promise<Result<'applied' | 'pending', Refusal>> {
  let n: number
  try {
    n = work.write(intent, about).n
  } catch (error) {
    if (error instanceof RefusedHere) return refuse(error.refusal)
    throw error
  }
  if (work.status.now.desk.state !== 'live') return ok('pending')
  return await new Promise((resolve) => {
    const stops: (() => void)[] = []
    const end = (result: Result<'applied' | 'pending', Refusal>) => {
      for (const stop of stops) stop()
      resolve(result)
    }
    const look = () => {
      const change = work.outbox.get(n)
      if (change?.state === 'refused' && change.refusal !== null) {
        for (const stop of stops.splice(0)) stop()
        work.durably(() => work.outbox.discard(n, work.ports.clock.now()))
        end(refuse(change.refusal))
      } else if (change?.state === 'applied' || change?.state === 'confirmed') end(ok('applied'))
    }
    stops.push(
      work.outbox.changed.on(look),
      work.status.changed.on(({ desk }) => {
        if (desk.state !== 'live') end(ok('pending'))
      }),
      work.ports.clock.after(answerMs, () => end(ok('pending'))),
    )
  })
}
