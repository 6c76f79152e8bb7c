import { headerName, type RawHeader } from './raw-message.ts'

/**
 * SIP.js knows MD5 only and keeps the last of several challenges, so a PBX that offers SHA-256 last could not be registered
 * to. Keeps the first Digest challenge with MD5 or no algorithm; with none of them all stay, and the refusal is shown.
 */
export function chooseChallenges(headers: RawHeader[]): RawHeader[] {
  return ['www-authenticate', 'proxy-authenticate'].reduce((kept, name) => {
    const offered = kept.filter((header) => headerName(header.name) === name)
    if (offered.length < 2) return kept
    const [chosen] = offered.filter(({ value }) => isMd5(value))
    return chosen ? kept.filter((header) => headerName(header.name) !== name || header === chosen) : kept
  }, headers)
}

function isMd5(challenge: string): boolean {
  if (!/^digest\s/i.test(challenge)) return false
  const [, algorithm = 'MD5'] = /[\s,]algorithm\s*=\s*"?([\w-]+)/i.exec(challenge) ?? []
  return algorithm.toUpperCase() === 'MD5'
}
