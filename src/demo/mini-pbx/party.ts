import { Emitter } from '#shared/emitter.ts'
import { samplesPerPacket } from './a-law.ts'
import type { AudioEnd, Voice } from './audio.ts'
import type { Identity } from './identity.ts'
import type { Pacer } from './pacer.ts'
import type { PhoneLeg } from './phone-leg.ts'
import { murmur, steadyTone } from './sounds.ts'

/** One side of a conversation: a dispatcher's phone or somebody we play ourselves. */
export type Party = {
  /** The id that every leg of one call shares (X-Call-Id), kept through transfers. */
  readonly callId: string
  readonly identity: Identity
  readonly audio: AudioEnd
  /** The phone behind it, or null for a simulated one. */
  readonly leg: PhoneLeg | null
  /** Told once, whoever ended it. */
  readonly over: Emitter<{ by: 'itself' | 'pbx' }>
  readonly isOver: boolean
  hangUp(reason?: string): void
  /** Says that it talks with somebody else from now on. */
  identify(other: Identity): void
}

/** A dispatcher's phone as a party. */
export class PhoneParty implements Party {
  readonly over = new Emitter<{ by: 'itself' | 'pbx' }>()
  readonly callId: string
  readonly identity: Identity
  readonly leg: PhoneLeg

  constructor(leg: PhoneLeg, callId: string, identity: Identity) {
    this.leg = leg
    this.callId = callId
    this.identity = identity
    leg.news.on((news) => {
      if (news.type === 'over') this.over.emit({ by: news.by === 'phone' ? 'itself' : 'pbx' })
    })
  }

  get audio(): AudioEnd {
    return this.leg.media
  }

  get isOver(): boolean {
    return this.leg.state === 'over'
  }

  hangUp(reason?: string): void {
    this.leg.hangUp(reason)
  }

  identify(other: Identity): void {
    this.leg.identify(other)
  }
}

/** What a simulated party does with the line. */
export type Behaviour = 'murmur' | 'tone' | 'echo'

/** Somebody outside, played by the PBX: speaks while connected and counts what it hears. */
export class SimulatedParty implements Party, AudioEnd {
  readonly over = new Emitter<{ by: 'itself' | 'pbx' }>()
  readonly says = new Emitter<Voice>()
  readonly callId: string
  readonly identity: Identity
  readonly leg = null
  readonly #pacer: Pacer
  readonly #behaviour: Behaviour
  #stopSpeaking: (() => void) | null = null
  #isOver = false
  #heard = 0
  #said = 0

  constructor(pacer: Pacer, callId: string, identity: Identity, behaviour: Behaviour) {
    this.#pacer = pacer
    this.callId = callId
    this.identity = identity
    this.#behaviour = behaviour
  }

  get audio(): AudioEnd {
    return this
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Packets heard and said, 20 ms each. */
  get packets(): { heard: number; said: number } {
    return { heard: this.#heard, said: this.#said }
  }

  /** Begins to speak; an echo only answers. */
  speak(): void {
    if (this.#behaviour === 'echo' || this.#stopSpeaking || this.#isOver) return
    const sound = this.#behaviour === 'tone' ? steadyTone() : murmur()
    let timestamp = 0
    this.#stopSpeaking = this.#pacer.start(() => {
      const from = timestamp % sound.length
      this.#said++
      this.says.emit({ payload: sound.subarray(from, from + samplesPerPacket), timestamp, source: this })
      timestamp += samplesPerPacket
    })
  }

  hear(voice: Voice): void {
    this.#heard++
    if (this.#behaviour !== 'echo') return
    this.#said++
    this.says.emit({ ...voice, source: this })
  }

  /** The person puts the receiver down. */
  leave(): void {
    this.#end('itself')
  }

  hangUp(): void {
    this.#end('pbx')
  }

  /** A person recognises by voice with whom they talk: nothing to tell them. */
  identify(): void {}

  #end(by: 'itself' | 'pbx'): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopSpeaking?.()
    this.over.emit({ by })
  }
}
