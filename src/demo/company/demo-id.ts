/** Kinds of rows, as they are told apart inside an id. */
const kinds = {
  organisation: '0a1',
  contact: '0a2',
  contract: '0a3',
  site: '0a4',
  equipment: '0a5',
  ticket: '0b1',
  timelineEntry: '0b2',
  callRecord: '0b3',
  reference: '0c1',
} as const

/** Thirty-two digits' worth of zeros to fill up with. */
const zeros = '000000000000'
const fill = (digits: string, length: number) => zeros.slice(0, length - digits.length) + digits

/**
 * UUIDv7 text (RFC 9562 §5.7) with a counter where the random bits stand, so that the same company has the same
 * ids. `at` is in ms and below 2^48, `nth` below 2^48.
 */
export function demoId<Id extends string>(kind: keyof typeof kinds, nth: number, at = 0): Id {
  const time = fill(at.toString(16), 12)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${kinds[kind]}-8000-${fill(nth.toString(16), 12)}` as Id
}
