import type { Page } from 'playwright-core'

/** So long after a description was made the page hears of its sockets: far beyond what an answer waits for a STUN server. */
const foundAfterMs = 1_500

/**
 * A machine so busy that its sockets for UDP are open late; TCP, which the other side would have to open, is there at once.
 * Before the page loads, in its place.
 */
export async function findAddressesLate(page: Page): Promise<void> {
  await page.addInitScript((ms) => {
    const Stock = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Stock {
      #found = false
      readonly #held: Event[] = []

      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        for (const type of ['icecandidate', 'icegatheringstatechange'])
          super.addEventListener(type, (event) => {
            const isIce = event instanceof RTCPeerConnectionIceEvent
            if (this.#found || (isIce && event.candidate?.protocol === 'tcp')) return
            event.stopImmediatePropagation()
            if (isIce) this.#held.push(new RTCPeerConnectionIceEvent(type, { candidate: event.candidate }))
            else this.#held.push(new Event(type))
          })
      }

      override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
        await super.setLocalDescription(description)
        setTimeout(() => {
          this.#found = true
          for (const event of this.#held.splice(0)) this.dispatchEvent(event)
        }, ms)
      }

      override get localDescription(): RTCSessionDescription | null {
        const real = super.localDescription
        if (real === null || this.#found) return real
        // What Chromium says before it has a socket (RFC 8839 4.4.1.4).
        const sdp = real.sdp
          .replace(/^a=candidate:\S+ \d+ udp .*\r\n/gm, '')
          .replace(/^c=.*$/gm, 'c=IN IP4 0.0.0.0')
          .replace(/^m=audio \d+/gm, 'm=audio 9')
        return new RTCSessionDescription({ type: real.type, sdp })
      }

      override get iceGatheringState(): RTCIceGatheringState {
        return this.#found ? super.iceGatheringState : 'gathering'
      }
    }
  }, foundAfterMs)
}
