import { type NamedMessage, numbered } from './compose.ts'
import { invalidMessages } from './torture-invalid.ts'
import { meaningMessages, oldMessages } from './torture-meaning.ts'
import type { Sketch } from './torture-sketch.ts'
import { validMessages } from './torture-valid.ts'

/** A message in the spirit of a section of RFC 4475, composed by us from what the section describes. */
export type TortureMessage = NamedMessage & {
  section: string
  /** What the RFC says of it: sound syntax, broken syntax, or sound syntax that means something refused. */
  kind: 'valid' | 'invalid' | 'transaction' | 'application' | 'old'
}

/** All 49 sections, in their order. */
export function tortureMessages(run = 0): TortureMessage[] {
  const of = (kind: TortureMessage['kind'], sketches: Sketch[]) =>
    sketches.map(([section, name, text]) => ({
      section,
      name,
      kind,
      text: numbered(text(), `t${run}x${section}`),
    }))
  return [
    ...of('valid', validMessages),
    ...of('invalid', invalidMessages),
    ...of('transaction', meaningMessages.slice(0, 1)),
    ...of('application', meaningMessages.slice(1)),
    ...of('old', oldMessages),
  ]
}
