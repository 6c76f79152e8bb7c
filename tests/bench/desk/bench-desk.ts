import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import { type DemoCompany, demoCompany } from '#demo/company/demo-company.ts'
import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { AccessTokens } from '#desk/session/access-tokens.ts'
import { Passwords } from '#desk/session/passwords.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import { setPassword } from '#desk/session/users.ts'
import { type ConsoleId, consoleId } from '#domain/ids.ts'
import { noPostgres, startPostgres } from '#tests/support/postgres.ts'

const root = join(import.meta.dirname, '../../..')

export interface BenchDesk {
  db: Db
  company: DemoCompany
  /** Processes of `npm run desk` on the one database. */
  nodes: readonly { address: string }[]
  /** A console with a dispatcher of the company at it; signed in without the work of checking a password. */
  seat(nth: number): Promise<Seat>
  /** A dispatcher of the company who can sign in. */
  login(): Promise<{ login: string; password: string }>
  close(): Promise<void>
}

export interface Seat {
  consoleId: ConsoleId
  access: string
}

/**
 * The central desk as it is run: PostgreSQL that flushes its commits, `npm run desk` in processes of its own, the small
 * demo company in it (200 customers, 3,000 tickets).
 */
export async function benchDesk(
  say: (line: string) => void,
  { nodes: count = 1, env = {} }: { nodes?: number; env?: Record<string, string> } = {},
): Promise<BenchDesk> {
  if (noPostgres !== null) throw new Error(noPostgres)
  const server = await startPostgres({ durable: true })
  const url = server.database('desk')
  const db = await openDatabase({ url })
  const folder = mkdtempSync(join(tmpdir(), 'pult-bench-desk-'))
  const company = demoCompany('small', Date.now())
  await ensureSpace(db, { spaceId: mainSpace, name: 'Bench', timeZone: 'Europe/Moscow' })
  const rows = await seedDesk(db, company.rows(), { now: company.now })
  await db.script('analyze')
  const admin = company.users.find(({ role }) => role === 'admin')
  if (admin === undefined) throw new Error('the company has no admin')
  // A desk that finds nobody who can sign in makes an admin of its own.
  await setPassword(
    db,
    new Passwords(),
    mainSpace,
    { login: admin.login, userId: admin.id, password: v7() },
    0,
  )
  say(`the desk has ${rows.toLocaleString('en')} rows`)
  const children: ChildProcess[] = []
  const nodes = []
  for (let nth = 0; nth < count; nth++) {
    const child = spawn(
      process.execPath,
      [join(root, 'scripts/desk.ts'), '--folder', folder, '--port', '0'],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL: url, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    children.push(child)
    nodes.push({ address: await readyAddress(child) })
  }
  const tokens = await AccessTokens.open(db)
  const people = company.users.filter(({ role, active }) => active && role === 'dispatcher')
  return {
    db,
    company,
    nodes,
    async seat(nth) {
      const user = people[nth % people.length]
      if (user === undefined) throw new Error('the company has no dispatcher')
      const { access } = await tokens.sign({ userId: user.id, spaceId: mainSpace }, Date.now())
      return { consoleId: consoleId.parse(v7()), access }
    },
    async login() {
      const user = people[0]
      if (user === undefined) throw new Error('the company has no dispatcher')
      const password = v7()
      const who = { login: user.login, userId: user.id, password }
      await setPassword(db, new Passwords(), mainSpace, who, 0)
      return { login: user.login, password }
    },
    async close() {
      for (const child of children) {
        const ended = once(child, 'exit')
        if (child.kill('SIGTERM')) await ended
      }
      await db.close()
      server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readyAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the desk says nothing')
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const [, address] = /^The desk is ready: (\S+)$/.exec(line) ?? []
    if (address === undefined) continue
    child.stderr.resume()
    return address
  }
  throw new Error(`the desk ended: ${said.join(' | ')}`)
}
