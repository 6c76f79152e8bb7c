/** Headers that hold or prove a secret. */
const secretHeader =
  /^(authorization|proxy-authorization|www-authenticate|proxy-authenticate|authentication-info)\s*:.*$/gim

/**
 * A message as it may be kept or shown: no credentials, no SDP (its keys open the media), no whole number: of six
 * digits or more the last two stay, which is enough to tell two calls apart.
 */
export function redact(text: string): string {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  return head
    .replace(secretHeader, '$1: (hidden)')
    .replace(/\d{6,}/g, (digits) => `${'*'.repeat(digits.length - 2)}${digits.slice(-2)}`)
}
