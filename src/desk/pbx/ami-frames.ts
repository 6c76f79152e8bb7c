/** One AMI message: fields by name. A key that comes twice (`Output`, `Variable`) holds all its values. */
export type AmiFrame = Readonly<Record<string, string | readonly string[]>>

/** A message larger than this is no AMI message. */
const frameMax = 256 * 1024

/**
 * Cuts the byte stream of an AMI connection into messages (`Key: Value` lines ended by an empty line). The first
 * line is the greeting and belongs to none. Values may hold ": ", so only the first colon parts.
 */
export class AmiFrames {
  #text = ''
  #greeting: string | null = null

  /** `Asterisk Call Manager/…` once it has come. */
  get greeting(): string | null {
    return this.#greeting
  }

  /** Throws when the other side sends no messages but a flood. */
  feed(text: string): AmiFrame[] {
    this.#text += text
    if (this.#greeting === null) {
      const end = this.#text.indexOf('\r\n')
      if (end < 0) return this.#checked([])
      this.#greeting = this.#text.slice(0, end)
      this.#text = this.#text.slice(end + 2)
    }
    const frames: AmiFrame[] = []
    for (let end = this.#text.indexOf('\r\n\r\n'); end >= 0; end = this.#text.indexOf('\r\n\r\n')) {
      frames.push(parseFrame(this.#text.slice(0, end)))
      this.#text = this.#text.slice(end + 4)
    }
    return this.#checked(frames)
  }

  #checked(frames: AmiFrame[]): AmiFrame[] {
    if (this.#text.length > frameMax) throw new Error('not an AMI message')
    return frames
  }
}

export function parseFrame(text: string): AmiFrame {
  const fields: Record<string, string | string[]> = Object.create(null)
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const key = line.slice(0, colon)
    const value = line.slice(colon + 1).trimStart()
    const before = fields[key]
    fields[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return fields
}

/** The text of a field, '' when it is absent, the last when it came twice. */
export function fieldOf(frame: AmiFrame, key: string): string {
  const value = frame[key]
  return typeof value === 'string' ? value : (value?.at(-1) ?? '')
}

/** An action as bytes. Line breaks inside a value would begin a field of their own: they become spaces. */
export function actionText(
  action: string,
  id: string,
  fields: Readonly<Record<string, string>> = {},
): string {
  const lines = Object.entries({ Action: action, ActionID: id, ...fields })
  return `${lines.map(([key, value]) => `${key}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('')}\r\n`
}
