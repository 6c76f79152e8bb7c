import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { phoneAccount } from '#bridge/settings.ts'
import { deskPolicy } from '#domain/call/desk-policy.ts'
import { dialPolicy } from '#domain/call/dial-policy.ts'
import { pbxFeatures } from '#domain/call/pbx-features.ts'
import { dialPlan } from '#domain/directory/dial-plan.ts'

/** A configuration file that cannot be used, with what is wrong in it. Nothing of the old settings was touched. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

/**
 * What IT (or the demo) hands a console at its start. Addresses win over what a person set before; passwords are
 * taken only from a file that nobody else can read, and are moved to the secret store.
 */
export const config = z.strictObject({
  desk: z.url({ protocol: /^https?$/ }).optional(),
  phone: phoneAccount
    .partial({ authUser: true, iceServers: true, displayName: true })
    .transform((account) => ({ authUser: null, iceServers: [], displayName: '', ...account }))
    .optional(),
  /** The company's numbers and what may be dialled. */
  dialPlan: dialPlan.optional(),
  pbxFeatures: pbxFeatures.partial().optional(),
  dialPolicy: dialPolicy.partial().optional(),
  /** Whole: what it does not name is as by default. */
  deskPolicy: deskPolicy.optional(),
  phonePassword: z.string().max(256).optional(),
  signIn: z
    .strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) })
    .optional(),
})
export type Config = z.infer<typeof config>

/** Group and others. */
const notOnlyOwner = 0o077

/** Reads a configuration file. Throws `BadConfig` with the place of the fault; never echoes a value, it may be a secret. */
export function readConfig(path: string): Config {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new BadConfig(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BadConfig(`${path}: not valid JSON`)
  }
  const parsed = config.safeParse(json)
  if (!parsed.success) {
    const places = parsed.error.issues.map(
      ({ path: where, code }) => `${where.join('.') || '(whole file)'}: ${code}`,
    )
    throw new BadConfig(`${path}: ${places.join('; ')}`)
  }
  const holdsSecret = parsed.data.phonePassword !== undefined || parsed.data.signIn !== undefined
  // Windows has no such bits; there the folder's own rights decide.
  if (holdsSecret && process.platform !== 'win32' && (statSync(path).mode & notOnlyOwner) !== 0) {
    throw new BadConfig(`${path}: holds a password and can be read by others (chmod 600)`)
  }
  return parsed.data
}
