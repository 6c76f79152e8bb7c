import { readFileSync } from 'node:fs'
import { type DialPlan, dialPlan } from '#domain/directory/dial-plan.ts'
import { AmiSettingsIncomplete } from './ami-from-env.ts'

/** How the PBX writes numbers, from the JSON file PULT_DIAL_PLAN_FILE; undefined: not set. */
export function dialPlanFromEnv(env: Readonly<Record<string, string | undefined>>): DialPlan | undefined {
  const file = env.PULT_DIAL_PLAN_FILE
  if (file === undefined || file === '') return undefined
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new AmiSettingsIncomplete('PULT_DIAL_PLAN_FILE cannot be read as JSON.')
  }
  const plan = dialPlan.safeParse(read)
  if (plan.success) return plan.data
  const where = plan.error.issues[0]?.path.join('.') ?? ''
  throw new AmiSettingsIncomplete(`PULT_DIAL_PLAN_FILE is no dial plan: look at "${where}".`)
}
