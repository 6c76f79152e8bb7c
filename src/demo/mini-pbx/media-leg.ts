import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { Emitter } from '#shared/emitter.ts'
import { samplesPerPacket } from './a-law.ts'
import type { AudioEnd, Voice } from './audio.ts'
import {
  answeredDirection,
  type DtlsRole,
  directionOf,
  iceUser,
  keyPressTypes,
  offersALaw,
  restate,
  roleAgainst,
  roleIn,
} from './sdp.ts'

/** G.711 A-law has its payload type for ever (RFC 3551 table 4); key presses get one of ours when we offer. */
const codecs = () => [
  new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8000, channels: 1, payloadType: 8 }),
  new RTCRtpCodecParameters({
    mimeType: 'audio/telephone-event',
    clockRate: 8000,
    channels: 1,
    payloadType: 101,
    parameters: '0-15',
  }),
]

const keys = '0123456789*#ABCD'

/** The media of one dialog: ICE, DTLS-SRTP and A-law. Offers and answers are complete, nothing trickles. */
export class MediaLeg implements AudioEnd {
  readonly says = new Emitter<Voice>()
  /** A key pressed on the phone (RFC 4733), told once a press. */
  readonly keyPressed = new Emitter<string>()
  readonly #peer: RTCPeerConnection
  readonly #track = new MediaStreamTrack({ kind: 'audio' })
  #keyTypes: readonly number[] = [101]
  #keyPressAt = -1
  #phoneIce = ''
  #version = 1
  #role: DtlsRole = 'passive'
  #local = ''
  #heldByPhone = false
  #closed = false
  #received = 0
  #sent = 0
  #lastHeardAt = performance.now()
  #sequence = 0
  #timestamp = 0
  #source: object | null = null
  #sourceTimestamp = 0

  /** `host` is announced as a candidate besides the machine's addresses: 127.0.0.1 is never found by gathering. */
  constructor(host: string) {
    this.#peer = new RTCPeerConnection({
      codecs: { audio: codecs(), video: [] },
      iceServers: [],
      iceAdditionalHostAddresses: [host],
      iceUseIpv6: false,
    })
    this.#peer.addTransceiver(this.#track, { direction: 'sendrecv' })
    const heard = new Set<MediaStreamTrack>()
    this.#peer.onTrack.subscribe((track) => {
      // Told again at each renegotiation: listening twice would count twice.
      if (heard.has(track)) return
      heard.add(track)
      track.onReceiveRtp.subscribe((packet) => this.#receive(packet))
    })
  }

  /** Packets from and to the phone. */
  get packets(): { received: number; sent: number } {
    return { received: this.#received, sent: this.#sent }
  }

  get heldByPhone(): boolean {
    return this.#heldByPhone
  }

  /** How long the phone has been silent on the wire, in ms; a muted microphone still sends. */
  get silentForMs(): number {
    return performance.now() - this.#lastHeardAt
  }

  /** A first offer. */
  async offer(): Promise<string> {
    const peer = this.#peer
    await peer.setLocalDescription(await peer.createOffer())
    this.#local = peer.localDescription?.sdp ?? ''
    return restate(this.#local, { direction: 'sendrecv', version: ++this.#version, setup: 'actpass' })
  }

  /** The phone's answer to the first offer. Throws when it cannot be used. */
  async takeAnswer(sdp: string): Promise<void> {
    this.#learn(sdp)
    this.#role = roleAgainst(sdp)
    await this.#peer.setRemoteDescription({ type: 'answer', sdp })
  }

  /** Answers the phone's first offer. Throws when it offers nothing that we speak. */
  async answer(sdp: string): Promise<string> {
    if (!offersALaw(sdp)) throw new Error('the offer has no G.711 A-law')
    this.#learn(sdp)
    const peer = this.#peer
    await peer.setRemoteDescription({ type: 'offer', sdp })
    await peer.setLocalDescription(await peer.createAnswer())
    this.#local = peer.localDescription?.sdp ?? ''
    this.#role = roleIn(this.#local)
    const direction = answeredDirection(directionOf(sdp))
    return restate(this.#local, { direction, version: ++this.#version, setup: this.#role })
  }

  /**
   * Answers a later offer. Hold and resume change a direction only, so the running transport is left alone. Another
   * ICE user means that the phone came back from somewhere else.
   */
  async answerAgain(sdp: string): Promise<string> {
    if (iceUser(sdp) !== this.#phoneIce) await this.#restartIce(sdp)
    this.#learn(sdp)
    const direction = answeredDirection(directionOf(sdp))
    return restate(this.#local, { direction, version: ++this.#version, setup: this.#role })
  }

  /** Our own later offer: the same media, for telling the phone something else by the way. */
  offerAgain(): string {
    const direction = this.#heldByPhone ? 'recvonly' : 'sendrecv'
    return restate(this.#local, { direction, version: ++this.#version, setup: 'actpass' })
  }

  /** The phone's answer to `offerAgain`: only its direction is news. */
  takeAnswerAgain(sdp: string): void {
    this.#learn(sdp)
  }

  /** Sends to the phone, on a time line of this leg's own; says nothing while the phone holds us. */
  hear(voice: Voice): void {
    const sameSource = this.#source === voice.source
    const step = sameSource ? (voice.timestamp - this.#sourceTimestamp) >>> 0 : samplesPerPacket
    this.#timestamp = (this.#timestamp + step) >>> 0
    this.#source = voice.source
    this.#sourceTimestamp = voice.timestamp
    if (this.#heldByPhone || this.#closed) return
    this.#sequence = (this.#sequence + 1) & 0xffff
    const { payload } = voice
    const header = new RtpHeader({
      payloadType: 8,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      marker: !sameSource,
    })
    this.#track.writeRtp(new RtpPacket(header, payload))
    this.#sent++
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // A transport that fails to close has nothing left to tell anybody.
    this.#peer.close().catch(() => {})
  }

  /**
   * The phone looks for a new way to us. werift 0.24 takes the new description but looks for no way itself while its
   * DTLS session is up (its `connect` returns early), so that is started here; the session then goes on.
   */
  async #restartIce(sdp: string): Promise<void> {
    const peer = this.#peer
    await peer.setRemoteDescription({ type: 'offer', sdp })
    await peer.setLocalDescription(await peer.createAnswer())
    this.#local = peer.localDescription?.sdp ?? ''
    // A way that is not found shows as silence, which ends the call in time.
    for (const transport of peer.iceTransports) transport.start().catch(() => {})
  }

  #learn(sdp: string): void {
    const direction = directionOf(sdp)
    this.#heldByPhone = direction === 'sendonly' || direction === 'inactive'
    this.#phoneIce = iceUser(sdp)
    const types = keyPressTypes(sdp)
    if (types.length > 0) this.#keyTypes = types
  }

  #receive({ header, payload }: RtpPacket): void {
    if (this.#closed) return
    this.#lastHeardAt = performance.now()
    if (this.#keyTypes.includes(header.payloadType)) {
      this.#receiveKey(header.timestamp, payload)
      return
    }
    if (header.payloadType !== 8) return
    this.#received++
    this.says.emit({ payload, timestamp: header.timestamp, source: this })
  }

  /** RFC 4733 §2.3: event, end bit. The end is sent three times with one timestamp. */
  #receiveKey(timestamp: number, payload: Buffer): void {
    const ended = payload.length >= 4 && (payload[1]! & 0x80) !== 0
    if (!ended || timestamp === this.#keyPressAt) return
    this.#keyPressAt = timestamp
    const key = keys[payload[0]!]
    if (key) this.keyPressed.emit(key)
  }
}
