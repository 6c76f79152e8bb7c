import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

type Way = 'fromPhone' | 'fromPbx'
type Frame = { way: Way; text: string }
type Waiter = { wanted: (frame: Frame) => boolean; resolve: (frame: Frame) => void }

/** Longer than a PBX thinks about anything here, ms. */
const waitMs = 10_000

/**
 * The cable between one phone and its PBX: every frame passes and is seen, the phone's can be kept back for a while, and it can be
 * cut while both ends live. The sound goes past it.
 */
export class SipTap {
  readonly frames: Frame[] = []
  readonly #server: WebSocketServer
  readonly #pbxUrl: string
  readonly #waiters = new Set<Waiter>()
  #cut = false
  #kept: (() => void)[] | null = null

  private constructor(server: WebSocketServer, pbxUrl: string) {
    this.#server = server
    this.#pbxUrl = pbxUrl
    server.on('connection', (phone) => this.#join(phone))
  }

  static async listen(pbxUrl: string): Promise<SipTap> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' })
    await once(server, 'listening')
    return new SipTap(server, pbxUrl)
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`
  }

  /** The next frame that fits, from now on. */
  next(way: Way, wanted: RegExp, what: string, withinMs = waitMs): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(new Error(`no ${what} passed within ${withinMs} ms`))
      }, withinMs)
      const waiter: Waiter = {
        wanted: (frame) => frame.way === way && wanted.test(frame.text),
        resolve: ({ text }) => {
          clearTimeout(timer)
          resolve(text)
        },
      }
      this.#waiters.add(waiter)
    })
  }

  count(way: Way, wanted: RegExp): number {
    return this.frames.filter((frame) => frame.way === way && wanted.test(frame.text)).length
  }

  /** The phone's frames are seen and wait here until `letGo`. */
  keepBack(): void {
    this.#kept ??= []
  }

  letGo(): void {
    const kept = this.#kept ?? []
    this.#kept = null
    for (const send of kept) send()
  }

  /** Cuts it; nobody gets through until `mend`. */
  cut(): void {
    this.#cut = true
    for (const phone of this.#server.clients) phone.terminate()
  }

  mend(): void {
    this.#cut = false
  }

  stop(): void {
    this.cut()
    this.#server.close()
  }

  #join(phone: WebSocket): void {
    if (this.#cut) {
      phone.terminate()
      return
    }
    const pbx = new WebSocket(this.#pbxUrl, 'sip')
    const opened = once(pbx, 'open')
    opened.catch(() => phone.terminate())
    pbx.on('error', () => phone.terminate())
    pbx.on('close', () => phone.close())
    phone.on('error', () => pbx.terminate())
    phone.on('close', () => pbx.terminate())
    pbx.on('message', (data) => {
      phone.send(String(data))
      this.#see({ way: 'fromPbx', text: String(data) })
    })
    phone.on('message', (data) => {
      const text = String(data)
      const send = () => void opened.then(() => pbx.send(text)).catch(() => {})
      if (this.#kept) this.#kept.push(send)
      else send()
      this.#see({ way: 'fromPhone', text })
    })
  }

  #see(frame: Frame): void {
    this.frames.push(frame)
    for (const waiter of this.#waiters) {
      if (!waiter.wanted(frame)) continue
      this.#waiters.delete(waiter)
      waiter.resolve(frame)
    }
  }
}
