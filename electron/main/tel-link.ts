import { dialTextMax } from '#bridge/shell.ts'

/**
 * The `tel:` or `callto:` link among the arguments a second start hands over, as it came, or null. Arguments come
 * from any web page a person clicked in: a link is data. The console reads its number by one strict grammar
 * (`readDialRequest`), says why it is refused, and dials nothing before the dispatcher agrees.
 */
export function linkFromArguments(argv: readonly string[]): string | null {
  return argv.find((argument) => /^(tel|callto):/i.test(argument))?.slice(0, dialTextMax) ?? null
}
