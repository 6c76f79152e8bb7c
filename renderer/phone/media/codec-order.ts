/** PCMA is what Russian trunks carry: nothing to transcode. G.722 is wide-band inside the company, Opus the rest's best. */
const wanted = ['audio/pcma', 'audio/g722', 'audio/opus', 'audio/pcmu']

/** The codecs we offer, in our order, with the tones of RFC 4733 kept and the rest left out. */
export function codecOrder<Codec extends { mimeType: string }>(codecs: readonly Codec[]): Codec[] {
  const named = (name: string) => codecs.filter(({ mimeType }) => mimeType.toLowerCase() === name)
  return [...wanted.flatMap(named), ...named('audio/telephone-event')]
}
