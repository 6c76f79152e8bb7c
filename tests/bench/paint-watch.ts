/**
 * Runs in every frame of a measured page before its own code: the same instrument for our console and for the peer.
 * Notes when an INVITE frame reaches a WebSocket, and when an element that names a call (`data-call-id`) has been
 * painted (the frame after the one in which it appeared or changed). Times are ms since the epoch, fractional.
 */
export function paintWatch(): void {
  const now = () => performance.timeOrigin + performance.now()
  const top = window.top as unknown as { __notes?: PaintNotes }
  top.__notes ??= { invites: {}, paints: {} }
  const notes = top.__notes

  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || !data.startsWith('INVITE ')) return
        const callId = /^Call-ID:\s*(\S+)/im.exec(data)?.[1]
        if (callId) notes.invites[callId] ??= now()
      })
    }
  }

  const painted = new MessageChannel()
  painted.port1.onmessage = ({ data }) => {
    for (const callId of data as string[]) notes.paints[callId] ??= now()
  }
  const look = () => {
    const fresh = [...document.querySelectorAll<HTMLElement>('[data-call-id]')]
      .map((element) => element.dataset.callId ?? '')
      .filter((callId) => callId !== '' && !(callId in notes.paints))
    // A message posted inside an animation frame is delivered after that frame has been painted.
    if (fresh.length > 0) requestAnimationFrame(() => painted.port2.postMessage(fresh))
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-call-id'],
  })
}

export interface PaintNotes {
  /** SIP Call-ID → when its INVITE frame was received. */
  invites: Record<string, number>
  /** SIP Call-ID → when what is shown for it was on screen. */
  paints: Record<string, number>
}
