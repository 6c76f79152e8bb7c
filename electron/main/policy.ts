import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What IT decides for a machine, in a file only an administrator can write. */
const policyForm = z.object({
  /** Linux without a secret store: keep the keys with Electron's built-in password instead of refusing to start. */
  allowPlainSecrets: z.boolean().default(false),
  /** The key that asks about the number on the clipboard, as Electron writes it; `null`: none. */
  dialHotkey: z.string().min(1).max(64).nullable().default('Control+F2'),
  /** Where updates come from, instead of the address built in; `null` turns them off. */
  updateUrl: z
    .url({ protocol: /^https$/ })
    .nullable()
    .optional(),
})
export type Policy = z.infer<typeof policyForm>

/** Path of the machine's policy, by the platform's custom. */
export function policyPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env.PROGRAMDATA ?? 'C:\\ProgramData', 'Pult', 'policy.json')
  if (platform === 'darwin') return '/Library/Application Support/Pult/policy.json'
  return '/etc/pult/policy.json'
}

/** The policy in force; no file means the defaults. A file that cannot be read as a policy throws: silence would be a guess. */
export function readPolicy(path: string): Policy {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return policyForm.parse({})
    throw error
  }
  return policyForm.parse(JSON.parse(text))
}
