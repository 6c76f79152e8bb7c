import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import type { FastifyInstance } from 'fastify'
import { argon2id } from 'hash-wasm'
import { v7 } from 'uuid'
import type { Db } from '#desk/db/db.ts'
import { buildDesk, type DeskOptions } from '#desk/http/build-desk.ts'
import { isSeeded, seedDesk } from '#desk/jobs/seed-desk.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { createUser } from '#desk/session/users.ts'
import type { Role, User } from '#domain/directory/staff.ts'
import { type ConsoleId, consoleId, intentKey } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { intentVersion } from '#domain/intent/upcast-intent.ts'
import { wire } from '#wire/contract.ts'
import type { Page } from '#wire/feed.ts'
import type { NumberedIntent } from '#wire/push.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { smallCompany, wednesday } from './company.ts'

export const password = 'correct horse battery'
/** The least argon2id allows: some hundreds of people sign in here, and a hash says itself how it is checked. */
const passwords = {
  hash: (word: string) =>
    argon2id({
      password: word,
      salt: 'salt of tests',
      memorySize: 8,
      iterations: 1,
      parallelism: 1,
      hashLength: 32,
      outputType: 'encoded',
    }),
}
export type Client = ContractRouterClient<typeof wire>

/** Time that stands until a test moves it. */
export function standingClock(at = wednesday) {
  let now = at
  return Object.assign(() => now, {
    pass(ms: number) {
      now += ms
    },
  })
}

export interface TestDesk {
  app: FastifyInstance
  address: string
  clock: ReturnType<typeof standingClock>
  /** Everything logged so far. */
  logged: string[]
  client(access?: () => string | null, version?: string): Client
  /** A person at a console of their own. */
  person(role?: Role, extension?: string | null): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  user: User
  consoleId: ConsoleId
  client: Client
  access: string
  refresh: string
  /** Sends intents under the next numbers. */
  push(...intents: unknown[]): ReturnType<Client['sync']['push']>
}

/** A desk over a database of the test, with the small company in it, listening on the loopback. */
export async function openDesk(db: Db, options: Partial<DeskOptions> = {}): Promise<TestDesk> {
  const clock = standingClock()
  const logged: string[] = []
  const app = await buildDesk({
    db,
    now: clock,
    logTo: { write: (line) => void logged.push(line) },
    ...options,
  })
  if (!(await isSeeded(db))) await seedDesk(db, smallCompany(), { now: clock() })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const client: TestDesk['client'] = (access = () => null, version = String(wireVersion)) =>
    createORPCClient(
      new OpenAPILink(wire, {
        url: address,
        headers: () => {
          const token = access()
          return { [wireVersionHeader]: version, ...(token !== null && { authorization: `Bearer ${token}` }) }
        },
      }),
    )
  return {
    app,
    address,
    clock,
    logged,
    client,
    async person(role = 'dispatcher', extension = null) {
      const login = `${role}-${v7()}`
      const name = `Имя ${login}`
      const user = await createUser(
        db,
        passwords,
        mainSpace,
        { login, name, role, extension, password },
        clock(),
      )
      const console = consoleId.parse(v7())
      const { tokens } = await client().session.signIn({ login, password, consoleId: console })
      const own = client(() => tokens.access)
      let n = 0
      return {
        user,
        consoleId: console,
        client: own,
        access: tokens.access,
        refresh: tokens.refresh,
        push: (...intents) =>
          own.sync.push({ consoleId: console, intents: intents.map((intent) => numbered(++n, intent)) }),
      }
    },
    close: () => app.close(),
  }
}

export function numbered(n: number, intent: Intent | unknown, key: string = v7()): NumberedIntent {
  return { n, key: intentKey.parse(key), madeAt: wednesday, version: intentVersion, intent }
}

/** Pulls a feed from a cursor to its present end. */
export async function pullAll(
  { client, consoleId }: Pick<Person, 'client' | 'consoleId'>,
  shape: 'ref' | 'hot' | 'timeline',
  from?: string,
): Promise<{ pages: Page[]; changes: Page['changes']; cursor: string; lastN: number | null }> {
  const pages: Page[] = []
  let cursor = from
  for (;;) {
    const page = await client.sync.feed({ shape, cursor, consoleId })
    pages.push(page)
    cursor = page.to
    if (!page.more)
      return { pages, changes: pages.flatMap(({ changes }) => changes), cursor, lastN: page.lastN }
  }
}
