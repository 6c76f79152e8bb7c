/** Who is at the other end, as a phone is told. */
export type Identity = {
  /** As sent to the phone; empty for a hidden number. */
  number: string
  name: string
}
