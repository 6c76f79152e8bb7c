import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aLawTone } from '#demo/mini-pbx/a-law.ts'
import { sippOffset } from './free-ports.ts'
import type { RigPorts } from './rig-plan.ts'

/** SIPp takes its media port and the next ones; calls closer than 10 ports to each other collided. */
const portsPerCall = 12
const callsAtOnce = 16
/** Timer T1 of RFC 3261 is 500 ms; on the loopback nothing takes so long. */
const repeatMs = 100

export type SippOutcome = {
  /** 0 when the scenario ran as written. */
  code: number | null
  /** What SIPp printed: a screen of messages sent and received. */
  output: string
  /** The last final answer other than 200, such as 486; null when there was none. */
  refusedWith: number | null
}

export type CustomerCall = {
  /** Resolves when the call is over and SIPp has ended. */
  readonly done: Promise<SippOutcome>
  /** Hangs up now: BYE when answered, CANCEL while ringing. Resolves when SIPp has ended. */
  hangUp(): Promise<SippOutcome>
  readonly sipCallId: string
}

export type CustomerOptions = {
  /** The caller's number exactly as the provider would send it: +7…, 8495…, anonymous. */
  number: string
  name?: string
  /** The dialled number of the company, such as supportNumber. */
  to: string
  /** Hangs up this long after the answer. */
  forMs?: number
  /** Gives up when nobody answered for this long. */
  ringMs?: number
}

/** The customers and the provider of one rig; each call gets ports of its own. */
export class SippCustomers {
  readonly #ports: RigPorts
  readonly #folder: string
  readonly #busySlots = new Set<number>()
  readonly #running = new Set<() => void>()

  /** `folder` is a run folder in which scenarios are written. */
  constructor({ ports, folder }: { ports: RigPorts; folder: string }) {
    this.#ports = ports
    this.#folder = join(folder, 'sipp')
  }

  /** A customer calls. */
  async customer(options: CustomerOptions): Promise<CustomerCall> {
    const { number, name = 'Customer', to, forMs = 60_000, ringMs = 60_000 } = options
    const sipCallId = `${randomUUID()}@customer`
    const place = this.#takeSlot()
    const run = await this.#start('customer', { forMs, ringMs }, place, [
      ...['-key', 'number', number, '-key', 'name', name, '-s', to, '-m', '1', '-cid_str', sipCallId],
      `127.0.0.1:${this.#ports.sip}`,
    ])
    return {
      done: run.done,
      sipCallId,
      hangUp: async () => {
        // SIPp is deaf between two messages of its scenario: said again, as any request over UDP is.
        tellToHangUp(place.sip, sipCallId)
        const again = setInterval(() => tellToHangUp(place.sip, sipCallId), repeatMs)
        try {
          return await run.done
        } finally {
          clearInterval(again)
        }
      },
    }
  }

  /** The provider takes the company's outgoing calls until `stop`. It answers, or refuses with `status`. */
  async provider(
    options: { ringMs?: number; refuseWith?: number } = {},
  ): Promise<{ stop(): Promise<SippOutcome> }> {
    const { ringMs = 300, refuseWith } = options
    const place = { ...this.#takeSlot(), sip: this.#ports.provider }
    const run = await (refuseWith === undefined
      ? this.#start('provider', { ringMs }, place, ['127.0.0.1'])
      : this.#start('provider-refuses', { status: refuseWith }, place, ['127.0.0.1']))
    return {
      stop: () => {
        run.kill()
        return run.done
      },
    }
  }

  /** Ends every SIPp still running, without a word to the PBX. */
  killAll(): void {
    for (const kill of [...this.#running]) kill()
  }

  #takeSlot() {
    for (let slot = 0; slot < callsAtOnce; slot++) {
      if (this.#busySlots.has(slot)) continue
      this.#busySlots.add(slot)
      const sip = this.#ports.sip + sippOffset + slot * portsPerCall
      return { slot, sip, media: sip + 2 }
    }
    throw new Error(`${callsAtOnce} SIPp calls run already`)
  }

  async #start(
    scenario: string,
    values: Record<string, string | number>,
    place: { slot: number; sip: number; media: number },
    args: readonly string[],
  ) {
    const folder = join(this.#folder, String(place.slot))
    await mkdir(folder, { recursive: true })
    const template = await readFile(join(import.meta.dirname, 'sipp', `${scenario}.xml`), 'utf8')
    // SIPp fills keywords into messages but not into time-outs.
    const filled = template.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => String(values[key] ?? whole))
    await writeFile(join(folder, `${scenario}.xml`), filled)
    await writeFile(join(folder, 'tone.alaw'), aLawTone(440, 8000))
    const own = ['-i', '127.0.0.1', '-mi', '127.0.0.1', '-p', String(place.sip), '-mp', String(place.media)]
    // A word to hang up that comes between two messages is passed over, and no reason to break off without a BYE.
    own.push('-default_behaviors', 'all,-abortunexp')
    const child = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', 'sipp', '-sf', `${scenario}.xml`, ...own, '-nostdin', ...args],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const kill = () => child.kill('SIGKILL')
    this.#running.add(kill)
    const atExit = () => kill()
    process.once('exit', atExit)
    let output = ''
    const keep = (text: string) => {
      output = (output + text).slice(-8000)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const done = new Promise<SippOutcome>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        process.removeListener('exit', atExit)
        this.#running.delete(kill)
        this.#busySlots.delete(place.slot)
        resolve({ code, output, refusedWith: refusal(output) })
      })
    })
    done.catch(() => {})
    return { done, kill }
  }
}

/** SIPp's screen has a line "486 <----------  1 …" for each message of the scenario. */
function refusal(output: string): number | null {
  for (const match of output.matchAll(/\b([3-6]\d\d) <-+\s+(\d+)/g)) {
    if (Number(match[2]) > 0) return Number(match[1])
  }
  return null
}

/** The signal that customer.xml waits for: a request with the call's own id, from this process to SIPp alone. */
function tellToHangUp(port: number, callId: string): void {
  const socket = createSocket('udp4')
  const lines = [
    `INFO sip:customer@127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK${randomUUID()}`,
    'From: <sip:test@127.0.0.1>;tag=test',
    'To: <sip:customer@127.0.0.1>',
    `Call-ID: ${callId}`,
    'CSeq: 1 INFO',
    'Content-Length: 0',
  ]
  socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, '127.0.0.1', () => socket.close())
}
