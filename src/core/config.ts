import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { phoneAccount } from '#bridge/settings.ts'
import { deskAddress } from './sync/sign-in.ts'

const configFile = z.strictObject({
  /** Address of the desk: https, or http on this machine. */
  desk: z
    .string()
    .refine((text) => deskAddress(text) !== null, 'an https address, or http on this machine')
    .optional(),
  phone: phoneAccount
    .extend({
      authUser: phoneAccount.shape.authUser.default(null),
      displayName: phoneAccount.shape.displayName.default(''),
      iceServers: phoneAccount.shape.iceServers.default([]),
    })
    .optional(),
  /** For demos and tests; a person types it into the settings, and the secret store keeps it. */
  phonePassword: z.string().max(256).optional(),
  signIn: z.object({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) }).optional(),
})

/** What a workstation begins with: addresses, the phone's account, and for demos the sign-in. */
export type CoreConfig = z.infer<typeof configFile>

/** The file cannot be read or says something else than it should; the message is for the person at the terminal. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

/** Reads a configuration file (`npm start -- --config FILE`). Throws `BadConfig`, naming the field, never its value. */
export function readConfig(file: string): CoreConfig {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not JSON' : 'cannot be read'
    throw new BadConfig(`${file}: ${why}`, { cause: error })
  }
  const config = configFile.safeParse(json)
  if (config.success) return config.data
  const [issue] = config.error.issues
  const field = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : ''
  throw new BadConfig(`${file}: ${field}${issue?.message ?? 'not a configuration'}`)
}
