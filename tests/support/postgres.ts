import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const home = '/usr/lib/postgresql'

/** Debian keeps each version's programs in a folder of its own; the newest one. */
function programs(): string | null {
  if (!existsSync(home)) return null
  const versions = readdirSync(home).sort((a, b) => Number(b) - Number(a))
  const found = versions
    .map((version) => join(home, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
  return found ?? null
}

/** Why tests that need a real PostgreSQL cannot run here, or null. In CI a missing server is a failure, not a reason. */
export const noPostgres: string | null =
  programs() === null && process.env.CI !== 'true' ? 'PostgreSQL is not installed' : null

export interface TestPostgres {
  /** A new, empty database in it. */
  database(name: string): string
  /** Where a database of it is reached. */
  url(name: string): string
  /** A hot standby of it that follows by streaming; stopped with it at the latest. */
  standby(): Promise<Standby>
  stop(): void
}

export interface Standby {
  url(name: string): string
  /** Pulls its plug. */
  stop(): void
  /** Makes it a primary of its own, on a new timeline. */
  promote(): void
}

export interface PostgresOptions {
  /** Flush commits to the disk, as in production; tests do without: their server dies with them anyway. */
  durable?: boolean
}

/** A real PostgreSQL server in a temporary folder, on the loopback, for one test file. */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<TestPostgres> {
  const bin = programs()
  if (bin === null) throw new Error(`no initdb under ${home}: install the package postgresql`)
  const folder = mkdtempSync(join(tmpdir(), 'pult-postgres-'))
  chmodSync(folder, 0o777)
  const data = join(folder, 'data')
  const port = await freePort()
  // The server refuses to run as root.
  const asServer = (program: string, ...args: string[]) => {
    const root = process.getuid?.() === 0
    const [command, rest] = root
      ? ['setpriv', postgresUser(join(bin, program), args)]
      : [join(bin, program), args]
    execFileSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder, timeout: 60_000 })
  }
  asServer('initdb', '-D', data, '-U', 'pult', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8')
  const start = (where: string, at: number) => {
    const settings = [
      `-p ${at} -h 127.0.0.1 -k ${folder}`,
      durable ? '' : '-c fsync=off -c full_page_writes=off',
      '-c max_connections=60 -c shared_buffers=64MB',
    ].join(' ')
    asServer('pg_ctl', '-D', where, '-w', '-s', '-l', `${where}.log`, '-o', settings, 'start')
  }
  const halt = (where: string) => asServer('pg_ctl', '-D', where, '-s', '-m', 'immediate', 'stop')
  start(data, port)
  const standbys: Standby[] = []
  let stopped = false
  const stop = () => {
    if (stopped) return
    stopped = true
    for (const standby of standbys) standby.stop()
    halt(data)
    rmSync(folder, { recursive: true, force: true })
  }
  // A file whose hooks ran out of time must not leave a server behind.
  process.once('exit', stop)
  const urlOf = (at: number) => (name: string) => `postgres://pult@127.0.0.1:${at}/${name}`
  return {
    database(name) {
      execFileSync(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'pult', name])
      return urlOf(port)(name)
    },
    url: urlOf(port),
    async standby() {
      const where = join(folder, `standby-${standbys.length + 1}`)
      const at = await freePort()
      const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'pult']
      asServer('pg_basebackup', ...from, '-D', where, '-R', '-X', 'stream', '-c', 'fast', '--no-sync')
      start(where, at)
      let runs = true
      const standby: Standby = {
        url: urlOf(at),
        stop() {
          if (runs) halt(where)
          runs = false
        },
        promote: () => asServer('pg_ctl', '-D', where, '-w', '-s', 'promote'),
      }
      standbys.push(standby)
      return standby
    },
    stop() {
      process.off('exit', stop)
      stop()
    },
  }
}

function postgresUser(program: string, args: readonly string[]): string[] {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim()
  return ['--reuid', id('-u'), '--regid', id('-g'), '--clear-groups', program, ...args]
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
