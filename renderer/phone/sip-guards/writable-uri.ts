import { URI } from 'sip.js'

/**
 * SIP.js decodes the user of an address when it reads it and once more when it writes it: `100%25` is read as `100%`, and
 * writing that throws, so that a call from such a Contact could not be hung up. What cannot be decoded again stays as it is.
 */
export function keepUrisWritable(): void {
  Object.defineProperty(URI.prototype, 'escapeUser', { configurable: true, value: escapeUser })
}

function escapeUser(user: string): string {
  return encodeURIComponent(decoded(user).toWellFormed()).replace(/%3A|%2B|%3F|%2F/gi, decodeURIComponent)
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
