/**
 * The number of a `tel:` or `callto:` address among the arguments a second start hands over, or null. Arguments come
 * from any web page a person clicked in: a link is data, of which digits and a leading + are kept and nothing is
 * dialled before the dispatcher presses the button. RFC 3966 without parameters, or a short extension.
 */
export function numberFromArguments(argv: readonly string[]): string | null {
  const link = argv.find((argument) => /^(tel|callto):/i.test(argument))
  if (!link || link.length > 64) return null
  const written = link.slice(link.indexOf(':') + 1).replace(/^\/\//, '')
  if (!/^\+?[\d\-.() ]+$/.test(written.replaceAll('%20', ' '))) return null
  const number = written.replaceAll('%20', ' ').replace(/[-.() ]/g, '')
  // E.164 holds 15 digits at most; three are the shortest extension worth dialling.
  return /^\+?\d{3,15}$/.test(number) ? number : null
}
