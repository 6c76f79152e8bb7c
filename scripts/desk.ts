/**
 * `npm run desk`: the central desk alone. The database is PostgreSQL by DATABASE_URL, else an embedded one in
 * `--folder`. Ctrl+C ends it in order. docs/running-the-desk.md tells the rest.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Db } from '#desk/db/db.ts'
import { beginNewEpoch } from '#desk/db/epoch.ts'
import { natsFromEnv } from '#desk/doorbell/doorbell-from-env.ts'
import { databasePlace, openDatabase, replicasFromEnv, runDesk, sentenceFor } from '#desk/main.ts'
import { amiFromEnv } from '#desk/pbx/ami-from-env.ts'
import { dialPlanFromEnv } from '#desk/pbx/dial-plan-from-env.ts'
import { askWipe, listConsoles } from '#desk/session/consoles.ts'
import { newPassword, writePassword } from '#desk/session/new-password.ts'
import { Passwords } from '#desk/session/passwords.ts'
import { roleFeedsFrom } from '#desk/session/role-feeds.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import { createUser, findSecret, setPassword, UserRefused } from '#desk/session/users.ts'
import { type Role, role as roleSchema } from '#domain/directory/staff.ts'
import { userId } from '#domain/ids.ts'

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '7480' },
    folder: { type: 'string', default: process.env.PULT_DESK_FOLDER ?? join(homedir(), '.pult-desk') },
    space: { type: 'string', default: 'Pult' },
    'time-zone': { type: 'string', default: 'Europe/Moscow' },
    'add-user': { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', default: 'dispatcher' },
    'new-password': { type: 'string' },
    'new-epoch': { type: 'boolean', default: false },
    consoles: { type: 'boolean', default: false },
    wipe: { type: 'string' },
    log: { type: 'boolean', default: false },
  },
})
const { folder } = values
const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  await main()
} catch (error) {
  const sentence = sentenceFor(error)
  if (sentence === null) throw error
  say(sentence)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UserRefused('--port must be a port number.')
  const ami = amiFromEnv(process.env)
  const nats = natsFromEnv(process.env)
  const db = await openDatabase(databasePlace(process.env, folder))
  const space = { name: values.space, timeZone: values['time-zone'] }
  let handed = false
  try {
    await ensureSpace(db, { spaceId: mainSpace, ...space })
    if (await wasOneOrder(db)) return
    await ensureAdmin(db)
    handed = true
    await serve(db, port, space, { ami, nats })
  } finally {
    if (!handed) await db.close()
  }
}

async function serve(
  db: Db,
  port: number,
  space: { name: string; timeZone: string },
  { ami, nats }: { ami: ReturnType<typeof amiFromEnv>; nats: ReturnType<typeof natsFromEnv> },
): Promise<void> {
  const replicas = replicasFromEnv(process.env)
  const dialPlan = dialPlanFromEnv(process.env)
  const trustProxy = process.env.PULT_TRUST_PROXY?.split(',').map((address) => address.trim())
  // At a terminal the log would bury the lines for people; a service manager collects it.
  const logTo = values.log || !process.stdout.isTTY ? process.stdout : undefined
  const desk = await runDesk({
    db,
    host: values.host,
    port,
    space,
    ami,
    dialPlan,
    nats,
    replicas,
    snapshots: { folder: join(folder, 'snapshots') },
    roleFeeds: roleFeedsFrom(process.env.PULT_ROLE_FEEDS),
    trustProxy,
    logTo,
  }).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  say(`The desk is ready: ${desk.address}`)
  say(`Its database: ${db.kind === 'pglite' ? `embedded, in ${folder}` : 'PostgreSQL of DATABASE_URL'}`)
  say(ami === null ? 'No PBX is attached (PULT_AMI_HOST).' : `The PBX: ${ami.host}:${ami.port}`)
  if (!['127.0.0.1', '::1', 'localhost'].includes(values.host)) {
    say('It speaks plain HTTP: let consoles reach it only through a proxy that speaks TLS.')
  }
  let leaving = false
  const leave = async () => {
    if (leaving) return
    leaving = true
    say('Ending: what is under way is finished first …')
    await desk.close()
    say('The desk has ended.')
  }
  process.on('SIGINT', () => void leave())
  process.on('SIGTERM', () => void leave())
}

/** Orders that do one thing and end. */
async function wasOneOrder(db: Db): Promise<boolean> {
  if (values['new-epoch']) {
    await beginNewEpoch(db)
    say(
      'A new epoch has begun: every console will pull anew and send again what this database does not have.',
    )
    return true
  }
  if (values.consoles) {
    await sayConsoles(db)
    return true
  }
  if (values.wipe !== undefined) {
    const code = values.wipe.toUpperCase()
    if (!(await askWipe(db, mainSpace, code, Date.now()))) {
      throw new UserRefused(`There is no workstation ${code}. --consoles lists them.`)
    }
    say(`Workstation ${code} will send what waits and remove everything else when it next reaches this desk.`)
    return true
  }
  if (values['add-user'] !== undefined) {
    const role = roleSchema.safeParse(values.role)
    if (!role.success) throw new UserRefused('--role must be dispatcher, supervisor or admin.')
    await add(db, { login: values['add-user'], name: values.name ?? values['add-user'], role: role.data })
    return true
  }
  const login = values['new-password']
  if (login === undefined) return false
  const secret = await findSecret(db, login)
  if (secret === null) throw new UserRefused(`There is no user ${login}.`)
  const password = newPassword()
  const who = { login, userId: userId.parse(secret.userId), password }
  await setPassword(db, new Passwords(), mainSpace, who, Date.now())
  say(`The new password of ${login} is in ${await writePassword(folder, login, password)}`)
  return true
}

/** A desk that nobody can sign in to would be of no use: the first start makes an admin. */
async function ensureAdmin(db: Db): Promise<void> {
  const [admin] = await db.query('select user_id from user_secrets limit 1')
  if (admin === undefined) await add(db, { login: 'admin', name: 'Admin', role: 'admin' })
}

async function add(db: Db, user: { login: string; name: string; role: Role }): Promise<void> {
  const password = newPassword()
  await createUser(db, new Passwords(), mainSpace, { ...user, password }, Date.now())
  const file = await writePassword(folder, user.login, password)
  say(`User ${user.login} (${user.role}) was made. The password is in ${file}`)
}

async function sayConsoles(db: Db): Promise<void> {
  const day = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 16))
  for (const { code, login, seenAt, wipeAskedAt, wipedAt } of await listConsoles(db, mainSpace)) {
    const wipe = wipeAskedAt !== null ? 'wipe asked' : wipedAt !== null ? `wiped ${day(wipedAt)}` : ''
    say([code.padEnd(6), (login ?? '').padEnd(20), day(seenAt), wipe].join('  ').trimEnd())
  }
}
