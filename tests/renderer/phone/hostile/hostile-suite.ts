import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { HostilePhone } from './hostile-phone.ts'
import { Watchdog } from './watchdog.ts'

/**
 * 100,000 messages: ten phones, each of which lives through 10,000, in two files for two workers. A batch is one seed,
 * so it can be run alone: `HOSTILE_BATCH=1234 npx vitest run --project dom tests/renderer/phone/hostile`.
 */
const [batches, size] = [95, 100]
/** Batches of answers to the phone's own questions: with the others they make 10,000. */
const [answerBatches, answerSize] = [2, 250]
const only = process.env.HOSTILE_BATCH === undefined ? null : Number(process.env.HOSTILE_BATCH)
const replay = 'HOSTILE_BATCH='

/** What nobody caught, with the batch it fell in. */
const uncaught: string[] = []
let running = 0
const note = (error: unknown) =>
  uncaught.push(`${replay}${running}: ${error instanceof Error ? error.stack : error}`)

async function run(watchdog: Watchdog, batch: number, work: () => Promise<void>): Promise<void> {
  running = batch
  watchdog.at(batch)
  try {
    await work()
  } catch (error) {
    throw new Error(`${replay}${batch}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

/** These phones of the ten. */
export function hostileMessages(phones: readonly number[]): void {
  beforeAll(() => {
    process.on('uncaughtException', note).on('unhandledRejection', note)
  })
  afterAll(() => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
  })
  beforeEach(() => {
    uncaught.length = 0
  })

  test.each(phones)(
    '10,000 hostile messages over a socket throw nowhere, lose no INVITE, hold up nothing, and the phone works as before (%i)',
    { timeout: 240_000 },
    async (nth) => {
      using watchdog = new Watchdog(replay)
      await using phone = await HostilePhone.ready()
      const first = nth * 100
      for (let batch = first; batch < first + batches; batch++) {
        if (only === null || only === batch) await run(watchdog, batch, () => phone.batch(batch, size))
      }
      // One socket from the first message to the last, and registered on it.
      expect(phone.rig.peer.connections).toBe(1)
      expect(phone.rig.phone.snapshot.line.state).toBe('ready')
      for (let batch = first + batches; batch < first + batches + answerBatches; batch++) {
        if (only === null || only === batch)
          await run(watchdog, batch, () => phone.answers(batch, answerSize))
      }
      await phone.talk()
      expect(uncaught).toEqual([])
      if (only !== null) return
      const cpuMs = phone.cpuMs.sort((a, b) => a - b)
      expect(cpuMs[Math.floor(cpuMs.length * 0.999)]).toBeLessThan(50)
      expect(Math.min(phone.fates.offered, phone.fates.unreadable)).toBeGreaterThan(300)
    },
  )
}
