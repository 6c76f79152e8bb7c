import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodePorts, startCore } from '#core/start-core.ts'
import { schemaHash } from '#core/store/ddl.ts'
import { type DemoCompany, demoCompany } from '#demo/company/demo-company.ts'
import { type DemoSize, sizings } from '#demo/company/demo-size.ts'
import { type EntityPut, shapes } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'

const root = join(import.meta.dirname, '../../..')

/** The discard port: nobody listens there, the desk is away and says so at once. */
const nobodysDesk = 'http://127.0.0.1:9'

/** A console's folder with a company in its cache and a dispatcher signed in, whose desk does not answer. */
export interface CompanyCache {
  folder: string
  company: DemoCompany
  /** Tickets in the cache. */
  tickets: number
  rows: number
}

/** The demo routes every ticket to its trade; here each tenth waits in the first line's queue, which a console opens with. */
const firstLineEach = 10
/** Raised with what this file makes of the company's rows. */
const recipe = '2'

/** Rows between two lines of progress. */
const tellEvery = 250_000

/**
 * Builds the folder through the core's own bulk load, or takes the one of an earlier run: it is kept in `.cache/bench`
 * under the hash of the tables and of the generator. `tickets` takes the first customers only, until they have so many.
 */
export async function companyCache(
  { size, tickets = sizings[size].tickets }: { size: DemoSize; tickets?: number },
  say: (line: string) => void,
): Promise<CompanyCache> {
  const kept = join(root, '.cache/bench')
  const folder = join(kept, `${size}-${tickets}-${version()}`)
  const noteFile = join(folder, 'note.json')
  if (!existsSync(noteFile)) {
    const began = performance.now()
    for (const name of existsSync(kept) ? readdirSync(kept) : [])
      if (name.startsWith(`${size}-${tickets}-`)) rmSync(join(kept, name), { recursive: true, force: true })
    // Under a name of this process: another benchmark may be building the same.
    const building = join(kept, `building-${process.pid}`)
    mkdirSync(building, { recursive: true })
    try {
      const now = Date.now()
      const rows = await fill(building, demoCompany(size, now), tickets, say)
      writeFileSync(join(building, 'note.json'), JSON.stringify({ now, rows }))
      if (!existsSync(folder)) renameSync(building, folder)
    } finally {
      rmSync(building, { recursive: true, force: true })
    }
    say(`built ${size} with ${tickets} tickets in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  const { now, rows } = JSON.parse(readFileSync(noteFile, 'utf8')) as { now: number; rows: number }
  return { folder, company: demoCompany(size, now), tickets, rows }
}

async function fill(
  folder: string,
  company: DemoCompany,
  tickets: number,
  say: (line: string) => void,
): Promise<number> {
  const core = await startCore(nodePorts(folder), { folder })
  try {
    const dispatcher = company.users.find(({ role }) => role === 'dispatcher')
    if (!dispatcher) throw new Error('the company has no dispatcher')
    const rows = core.work.store.load(counted(company, tickets, say), company.now)
    core.work.setAccount({
      address: nobodysDesk,
      user: dispatcher,
      spaceId: '00000000-0000-7000-8000-000000000001' as SpaceId,
      spaceName: 'Bench',
      shapes: [...shapes],
      consoleCode: 'B1',
    })
    // Any token: with one the core goes on asking the desk that is away, as on a day without network.
    await core.work.ports.secrets.set('desk-refresh', 'of a desk that is away')
    return rows
  } finally {
    await core.close()
  }
}

/** Ends between two customers, so that nobody is there by half. */
function* counted(company: DemoCompany, tickets: number, say: (line: string) => void): Generator<EntityPut> {
  const firstLine = company.queues[0]?.id ?? null
  let [seen, given] = [0, 0]
  for (const put of company.rows()) {
    if (put.entity === 'organisation' && seen >= tickets) return
    given += 1
    if (given % tellEvery === 0) say(`loading the company: ${given.toLocaleString('en')} rows`)
    if (put.entity === 'ticket' && seen++ % firstLineEach === 0) {
      yield { entity: 'ticket', row: { ...put.row, queueId: firstLine } }
    } else yield put
  }
}

/** What decides about the bytes in the file besides the tables: how a row becomes columns, numbers and search words. */
const writers = ['codec', 'number-parts', 'phone-index', 'row-writer', 'search-index']

/** Another generator, other tables or other writers make another folder. */
function version(): string {
  const generator = join(root, 'src/demo/company')
  const files = [
    ...readdirSync(generator)
      // Who may call in the demo changes no row.
      .filter((name) => name !== 'demo-callers.ts')
      .sort()
      .map((name) => join(generator, name)),
    ...writers.map((name) => join(root, 'src/core/store', `${name}.ts`)),
  ]
  const hash = createHash('sha256').update(schemaHash).update(recipe)
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
