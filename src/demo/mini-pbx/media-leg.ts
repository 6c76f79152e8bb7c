import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { Emitter } from '#shared/emitter.ts'
import { samplesPerPacket } from './a-law.ts'
import type { AudioEnd, Voice } from './audio.ts'
import { answeredDirection, directionOf, iceUser, keyPressTypes, offersALaw, restate } from './sdp.ts'

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
  readonly #heardTracks = new Set<MediaStreamTrack>()
  #keyTypes: readonly number[] = [101]
  #keyPressAt = -1
  #phoneIce = ''
  #version = 1
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
    this.#peer.onTrack.subscribe((track) => {
      // Told again at each renegotiation: listening twice would count twice.
      if (this.#heardTracks.has(track)) return
      this.#heardTracks.add(track)
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
    await this.#peer.setLocalDescription(await this.#peer.createOffer())
    return this.#keepLocal()
  }

  /** The phone's answer to the first offer. Throws when it cannot be used. */
  async takeAnswer(sdp: string): Promise<void> {
    this.#learn(sdp)
    await this.#peer.setRemoteDescription({ type: 'answer', sdp })
  }

  /** Answers the phone's first offer. Throws when it offers nothing that we speak. */
  async answer(sdp: string): Promise<string> {
    if (!offersALaw(sdp)) throw new Error('the offer has no G.711 A-law')
    this.#learn(sdp)
    await this.#peer.setRemoteDescription({ type: 'offer', sdp })
    await this.#peer.setLocalDescription(await this.#peer.createAnswer())
    return this.#keepLocal()
  }

  /**
   * Answers a later offer. Hold and resume change a direction only, so the running transport is left alone; another
   * ICE user means that the phone came back from somewhere else and the transport starts anew.
   */
  async answerAgain(sdp: string): Promise<string> {
    const restarts = iceUser(sdp) !== this.#phoneIce
    this.#learn(sdp)
    if (restarts) {
      await this.#peer.setRemoteDescription({ type: 'offer', sdp })
      await this.#peer.setLocalDescription(await this.#peer.createAnswer())
      this.#keepLocal()
    }
    return restate(this.#local, { direction: answeredDirection(directionOf(sdp)), version: ++this.#version })
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

  #keepLocal(): string {
    const sdp = this.#peer.localDescription?.sdp ?? ''
    this.#local = sdp
    return restate(sdp, { direction: directionOf(sdp), version: ++this.#version })
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
