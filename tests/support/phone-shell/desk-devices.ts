import type { Page } from 'playwright-core'

/** What a page did with devices, by its own clock, ms. */
export type DeviceDeed = { at: number; did: 'sink' | 'replaceTrack' | 'open'; what: string; device: string }

/** The hook a test pulls at in the page. */
export type DeskDevices = {
  readonly deeds: DeviceDeed[]
  /** Pulls the plug of every device whose name is given; answers when, by the page's clock. */
  unplug(...labels: string[]): number
  plug(...labels: string[]): number
  /** Energy of all that the microphone put on the line since its last change (W3C webrtc-stats); it grows with sound only. */
  energy(): Promise<number>
}

declare global {
  interface Window {
    deskDevices?: DeskDevices
  }
}

/**
 * Lets a test pull plugs of Chromium's fake devices (two microphones and two outputs, real ones to the page): what is
 * unplugged is not listed, does not open, and its tracks end, as the browser itself does it. Everything else, replacing tracks
 * and choosing outputs above all, is Chromium's own. Goes in before the page loads.
 */
export async function putDevicesOnDesk(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const media = navigator.mediaDevices
    const away = new Set<string>()
    const deeds: DeviceDeed[] = []
    const open: { track: MediaStreamTrack; label: string }[] = []
    const names = new Map<string, string>()
    const note = (did: DeviceDeed['did'], what: string, device: string) =>
      deeds.push({ at: performance.now(), did, what, device: names.get(device) ?? device })
    const list = media.enumerateDevices.bind(media)
    media.enumerateDevices = async () => {
      const found = await list()
      for (const { deviceId, label } of found) names.set(deviceId, label)
      return found.filter(({ label }) => !away.has(label))
    }
    const getUserMedia = media.getUserMedia.bind(media)
    media.getUserMedia = async (constraints) => {
      const audio = typeof constraints?.audio === 'object' ? constraints.audio : {}
      const exact = (audio.deviceId as { exact?: string } | undefined)?.exact
      await media.enumerateDevices()
      const label = exact === undefined ? 'Fake Default Audio Input' : (names.get(exact) ?? '')
      if (away.has(label)) throw new DOMException('Requested device not found', 'NotFoundError')
      const stream = await getUserMedia(constraints)
      for (const track of stream.getTracks()) open.push({ track, label })
      note('open', JSON.stringify(audio), label)
      return stream
    }
    const clone = MediaStream.prototype.clone
    MediaStream.prototype.clone = function (this: MediaStream) {
      const copy = clone.call(this)
      const label = open.find(({ track }) => this.getTracks().includes(track))?.label
      if (label) for (const track of copy.getTracks()) open.push({ track, label })
      return copy
    }
    for (const [prototype, what] of [
      [AudioContext.prototype, 'ring'],
      [HTMLMediaElement.prototype, 'voice'],
    ] as const) {
      const own = prototype as unknown as { setSinkId(id: string): Promise<void> }
      const setSinkId = own.setSinkId
      own.setSinkId = async function (this: typeof own, id: string) {
        await setSinkId.call(this, id)
        note('sink', what, (this as unknown as { sinkId: string }).sinkId)
      }
    }
    let sender: RTCRtpSender | null = null
    const replaceTrack = RTCRtpSender.prototype.replaceTrack
    RTCRtpSender.prototype.replaceTrack = async function (this: RTCRtpSender, track) {
      await replaceTrack.call(this, track)
      sender = this
      note('replaceTrack', track?.readyState ?? 'none', open.find((one) => one.track === track)?.label ?? '')
    }
    const change = (labels: string[], gone: boolean) => {
      const at = performance.now()
      for (const label of labels) {
        if (gone) away.add(label)
        else away.delete(label)
        for (const one of open) {
          if (!gone || one.label !== label || one.track.readyState === 'ended') continue
          one.track.stop()
          one.track.dispatchEvent(new Event('ended'))
        }
      }
      media.dispatchEvent(new Event('devicechange'))
      return at
    }
    window.deskDevices = {
      deeds,
      unplug: (...labels) => change(labels, true),
      plug: (...labels) => change(labels, false),
      energy: async () => {
        const report = [...((await sender?.getStats())?.values() ?? [])]
        return report.find(({ type }) => type === 'media-source')?.totalAudioEnergy ?? 0
      },
    }
  })
}
