import { createWriteStream, existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openDatabase } from '#desk/db/open-database.ts'
import { buildDesk } from '#desk/http/build-desk.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import type { AmiAddress } from '#desk/pbx/ami-connection.ts'
import { Passwords } from '#desk/session/passwords.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import { setPassword } from '#desk/session/users.ts'
import type { DemoCompany } from './company/demo-company.ts'

export interface DemoDesk {
  address: string
  close(): Promise<void>
}

export interface DemoDeskOptions {
  folder: string
  port: number
  company: DemoCompany
  passwords: Readonly<Record<string, string>>
  ami: AmiAddress
  /** Told with the rows written so far while the company is loaded at the first start. */
  onSeeding(rows: number): void
}

/** The central desk on an embedded database, with the demo company in it. */
export async function startDemoDesk(options: DemoDeskOptions): Promise<DemoDesk> {
  const { company } = options
  // Written last: a first start that was cut off half-way begins again instead of showing half a company.
  const whole = join(options.folder, 'company-loaded')
  const first = !existsSync(whole)
  if (first) await rm(options.folder, { recursive: true, force: true })
  const db = await openDatabase({ folder: options.folder })
  const space = { name: 'Сервис-Линия', timeZone: 'Europe/Moscow' }
  await ensureSpace(db, { spaceId: mainSpace, ...space })
  if (first) {
    await seedDesk(db, company.rows(), { now: company.now, onProgress: options.onSeeding })
    const hashing = new Passwords()
    for (const { login, id } of company.users) {
      const password = options.passwords[login]
      if (password) await setPassword(db, hashing, mainSpace, { login, userId: id, password }, company.now)
    }
    await writeFile(whole, '')
  }
  const log = createWriteStream(join(options.folder, 'desk.jsonl'), { flags: 'a', mode: 0o600 })
  const app = await buildDesk({ db, ami: options.ami, space, logTo: log })
  await app.listen({ host: '127.0.0.1', port: options.port })
  const { port } = app.server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      await app.close()
      await db.close()
      log.end()
    },
  }
}
