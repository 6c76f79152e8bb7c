import { describe, test } from 'vitest'
import { chromiumPath } from './chromium.ts'
import { ensureAsterisk } from './ensure-asterisk.ts'
import { hasTool } from './run-tool.ts'

type Needs = {
  /** Programs from the host, such as sipp. */
  tools?: readonly string[]
  chromium?: boolean
}

/**
 * A suite on the real Asterisk. Where it cannot run it is skipped with the reason printed, except in CI, where a
 * missing piece is a failure. Await it at the top of the file:
 *
 *     await describeOnAsterisk('queue', { tools: ['sipp'] }, (prefix) => { … })
 */
export async function describeOnAsterisk(
  name: string,
  needs: Needs,
  suite: (prefix: string) => void,
): Promise<void> {
  const found = await lookFor(needs)
  if (found.ok) {
    describe(name, () => suite(found.prefix))
    return
  }
  if (process.env.CI === 'true') {
    test(`${name}: what it needs is here`, () => {
      throw new Error(found.why)
    })
    return
  }
  console.log(`skipped: ${name}: ${found.why}`)
  describe.skip(`${name} (${found.why})`, () => suite(''))
}

async function lookFor(needs: Needs): Promise<{ ok: true; prefix: string } | { ok: false; why: string }> {
  for (const tool of ['openssl', 'setpriv', ...(needs.tools ?? [])]) {
    if (!(await hasTool(tool))) return { ok: false, why: `the program ${tool} is not installed` }
  }
  if (needs.chromium && chromiumPath() === '') return { ok: false, why: 'no Chromium is installed' }
  return ensureAsterisk((line) => console.log(line))
}
