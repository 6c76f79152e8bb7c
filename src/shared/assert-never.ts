/** Ends a switch over a closed union: fails to compile when a case is missing, throws if data lied. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`)
}
