import { setTimeout as wait } from 'node:timers/promises'
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node'
import { connect } from '@nats-io/transport-node'
import { fullJitterMs } from '#shared/backoff.ts'
import { Emitter } from '#shared/emitter.ts'
import type { DeskLog } from '../http/desk-log.ts'
import type { Doorbell } from './doorbell.ts'

/** All desks of one NATS account ring each other; a ring too many costs one look. */
const subject = 'pult.desk.commit'
const firstTryMs = { baseMs: 500, capMs: 10_000 }
const againMs = 1_000
/** A server that does not answer two of these is taken for gone. */
const pingMs = 5_000

export interface NatsDoorbellPorts {
  log: DeskLog
  random: () => number
}

/** A doorbell over core NATS. Returns at once; it joins in the background, and again whenever the connection is lost. */
export function natsDoorbell(options: NodeConnectionOptions, { log, random }: NatsDoorbellPorts): Doorbell {
  const rings = new Emitter<void>()
  const closing = new AbortController()
  let connection: NatsConnection | null = null
  let joined = false
  let rung = false

  // Neither the address nor the server's words are logged: both may hold credentials.
  const say = (now: boolean) => {
    if (now === joined) return
    joined = now
    if (now) log.info({ event: 'doorbell.joined' })
    else log.warn({ event: 'doorbell.away' })
    // What others committed while we did not hear them.
    if (now) rings.emit()
  }

  async function join(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures++) {
      try {
        connection = await connect({
          ...options,
          name: 'pult-desk',
          noEcho: true,
          maxReconnectAttempts: -1,
          reconnectTimeWait: againMs,
          pingInterval: pingMs,
        })
        break
      } catch {
        if (failures === 0) log.warn({ event: 'doorbell.away' })
        const ms = fullJitterMs(failures, random, firstTryMs)
        await wait(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      }
    }
    if (connection === null) return
    if (closing.signal.aborted) return await connection.close()
    connection.subscribe(subject, { callback: () => rings.emit() })
    say(true)
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') say(false)
      if (type === 'reconnect') say(true)
    }
  }

  const joining = join().catch((error: unknown) => log.fault('doorbell', error))
  return {
    ring() {
      if (rung || !joined) return
      rung = true
      // Commits of one turn of the program are one ring.
      setImmediate(() => {
        rung = false
        if (!joined || connection === null || connection.isClosed()) return
        try {
          connection.publish(subject)
        } catch {
          // Closed between the look and the word: the others find it by looking.
        }
      })
    },
    onRing: (listener) => rings.on(listener),
    get joined() {
      return joined
    },
    async close() {
      closing.abort()
      joined = false
      await connection?.close()
      await joining
    },
  }
}
