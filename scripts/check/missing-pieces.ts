import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Project } from './test-projects.ts'

/** What scripts/run.mjs could not find or install: the reason by the piece's name. */
export function missingPieces(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return JSON.parse(env.PULT_MISSING ?? '{}') as Record<string, string>
}

/** Pieces without which a whole project says nothing. */
const neededBy: Partial<Record<Project, readonly string[]>> = {
  e2e: ['chromium'],
  pbx: ['sipp', 'asterisk', 'openssl'],
}

/** Why a project cannot run here, or null when it can. */
export function whyNot(project: Project, missing: Record<string, string>): string | null {
  const absent = (neededBy[project] ?? []).find((piece) => piece in missing)
  return absent === undefined ? null : `${absent}: ${missing[absent]}`
}

type Ensure = (
  log: (line: string) => void,
) => Promise<{ ok: true; prefix: string } | { ok: false; why: string }>

/** Puts Asterisk into the cache folder when it is not there; null when it is, else why it cannot be. */
export async function whyNoAsterisk(root: string): Promise<string | null> {
  const installer = join(root, 'tests', 'pbx', 'rig', 'ensure-asterisk.ts')
  if (!existsSync(installer)) return 'this copy has no tests/pbx/rig/ensure-asterisk.ts'
  const { ensureAsterisk } = (await import(pathToFileURL(installer).href)) as { ensureAsterisk: Ensure }
  const result = await ensureAsterisk((line) => console.log(line))
  return result.ok ? null : result.why
}
