/** What one call of a conference hears: our own voice and the voices of the others. */
export class VoiceMix {
  readonly #context = new AudioContext()
  readonly #mixed: MediaStreamAudioDestinationNode

  constructor(streams: readonly MediaStream[]) {
    this.#mixed = this.#context.createMediaStreamDestination()
    for (const stream of streams) {
      // A side without sound yet has no track, and WebAudio takes none without.
      if (stream.getAudioTracks().length > 0)
        this.#context.createMediaStreamSource(stream).connect(this.#mixed)
    }
  }

  get track(): MediaStreamTrack | null {
    return this.#mixed.stream.getAudioTracks()[0] ?? null
  }

  close(): void {
    void this.#context.close()
  }
}
