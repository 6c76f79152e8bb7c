/**
 * Runs in every frame of our console for the calls whose way is taken apart (and only for those: looking into each frame
 * costs). Notes when the report of a call and its pop pass from page to page.
 */
export function stageWatch(): void {
  const now = () => performance.timeOrigin + performance.now()
  const top = window.top as unknown as { __stages?: StageNotes }
  top.__stages ??= { told: 0, sent: 0, back: 0, heard: 0 }
  const stages = top.__stages
  const holds = (data: unknown, what: string) => typeof data === 'string' && data.includes(what)
  const isReport = (data: unknown) => holds(data, '/calls/report')
  const isPop = (data: unknown) => holds(data, '"type":"pop"')

  const post = MessagePort.prototype.postMessage
  MessagePort.prototype.postMessage = function (this: MessagePort, ...rest: unknown[]) {
    if (stages.told === 0 && isReport(rest[0])) stages.told = now()
    Reflect.apply(post, this, rest)
  }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (data) {
    if (stages.sent === 0 && isReport(data)) stages.sent = now()
    send.call(this, data)
  }
  const Watched = window.WebSocket
  window.WebSocket = class extends Watched {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (stages.back === 0 && isPop(data)) stages.back = now()
      })
    }
  }
  const watched = new WeakSet<EventTarget>()
  const listen = EventTarget.prototype.addEventListener
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...rest: Parameters<typeof listen>) {
    // First in line: between two listeners the page may already have painted.
    if (!watched.has(this)) {
      watched.add(this)
      listen.call(this, 'message', (event) => {
        if (stages.heard === 0 && isPop((event as MessageEvent).data)) stages.heard = now()
      })
    }
    listen.apply(this, rest)
  }
}

/** Times of one call, ms since the epoch; 0: not yet. */
export interface StageNotes {
  /** The phone page handed the report to its port. */
  told: number
  /** The outer page sent it to the core. */
  sent: number
  /** The pop is back in the outer page. */
  back: number
  /** The console's port has it. */
  heard: number
}
