/**
 * Runs in every frame of a measured page before its own code: the same instrument for our console and for the peer.
 * Notes when an INVITE frame reaches a WebSocket, when an element that names a call (`data-call-id`) entered the
 * document, and when it has been painted (the frame after the one in which it appeared or changed). Times are ms since
 * the epoch, fractional. Calls come one after the other: what comes into sight after an INVITE belongs to it.
 */
export function paintWatch(): void {
  const now = () => performance.timeOrigin + performance.now()
  const top = window.top as unknown as { __notes?: PaintNotes }
  top.__notes ??= { invites: [], paints: [], wake: () => {} }
  const notes = top.__notes

  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.startsWith('INVITE ')) notes.invites.push(now())
      })
    }
  }

  const known = new Set<string>()
  const painted = new MessageChannel()
  painted.port1.onmessage = ({ data }) => {
    notes.paints.push({ ...(data as { callId: string; committedAt: number }), paintedAt: now() })
    notes.wake()
  }
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-call-id]')) {
      const { callId = '' } = dataset
      if (callId === '' || known.has(callId)) continue
      known.add(callId)
      const committedAt = now()
      // A message posted inside an animation frame is delivered after that frame has been painted.
      requestAnimationFrame(() => painted.port2.postMessage({ callId, committedAt }))
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-call-id'],
  })
}

export interface PaintNotes {
  /** When each INVITE frame was received. */
  invites: number[]
  /** What was shown for each call, and since when. */
  paints: { callId: string; committedAt: number; paintedAt: number }[]
  /** Told at each paint. */
  wake: () => void
}

/** One call as the watch saw it. */
export interface SeenCall {
  /** As the page names it: the SIP Call-ID at the peer, our own id in the console. */
  callId: string
  invitedAt: number
  committedAt: number
  paintedAt: number
}

/**
 * Runs in the outermost frame: resolves when what came into sight after the nth INVITE, from 0, has been painted; with
 * null when that takes too long.
 */
export function seenCall({ nth, withinMs }: { nth: number; withinMs: number }): Promise<SeenCall | null> {
  const { __notes: notes } = window as unknown as { __notes: PaintNotes }
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), withinMs)
    const look = () => {
      const invitedAt = notes.invites[nth]
      if (invitedAt === undefined) return
      const paint = notes.paints.find(({ committedAt }) => committedAt >= invitedAt)
      if (!paint) return
      clearTimeout(timer)
      resolve({ ...paint, invitedAt })
    }
    notes.wake = look
    look()
  })
}
