import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { httpDeskLink } from '#core/desk-link-http.ts'
import { systemClock } from '#core/node-ports.ts'
import type { Clock } from '#core/ports.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { password } from '#tests/desk/floor/desk.ts'
import { type Roughness, type RoughProxy, roughProxy } from '#tests/support/rough-network/rough-proxy.ts'
import { deskForAll, signIn } from './support/live-desk.ts'
import { memoryPorts } from './support/memory-ports.ts'
import { emptyDraft, isLive, isSettled, type Workplace, workplace } from './support/workplace.ts'

/**
 * Each roughness on each endpoint, between a real workstation and a real desk. Afterwards every change is there once, the
 * cache holds what the desk holds, and nobody was signed out.
 */
const at = deskForAll()
let proxy: RoughProxy
beforeEach(async () => {
  proxy = await roughProxy(at.desk.address)
  return () => proxy.close()
})

/** A wall clock whose waits are a twentieth as long: silence of 40 s is over in 2 s. */
const hasty: Clock = { ...systemClock, after: (ms, run) => systemClock.after(ms / 20, run) }

async function signedIn(): Promise<Workplace> {
  // Hashing the password takes its time.
  const ports = memoryPorts({ clock: hasty, deskLink: () => httpDeskLink(proxy.address, systemClock) })
  const place = await signIn(at.desk, { place: await workplace({ ports }), address: proxy.address })
  ports.deskLink = () => httpDeskLink(proxy.address, hasty)
  return place
}

const status = (code: number, json?: unknown): Roughness => ({ how: 'status', status: code, json })
const defined = (code: string, number: number, data?: unknown): Roughness =>
  status(number, { defined: true, code, status: number, message: '', data })
const kinds: { readonly [name: string]: Roughness } = {
  silence: { how: 'silence' },
  'a late answer': { how: 'late', ms: 60 },
  'a lost answer': { how: 'answerLost' },
  'half an answer': { how: 'halved' },
  'half an answer as a whole one': { how: 'truncated' },
  'a repeated request': { how: 'repeated' },
  '401': defined('SIGNED_OUT', 401),
  '403 of a stranger': status(403),
  '409 of a stranger': status(409),
  '410': defined('RESET', 410, { reason: 'epoch' }),
  '429': { how: 'status', status: 429, retryAfterS: 1 },
  '500': status(500),
  '502': status(502),
  '503': defined('BUSY', 503, { retryAfterS: 1 }),
}
const endpoints = [
  '/session/v1/hello',
  '/session/v1/refresh',
  '/sync/v1/feed/ref',
  '/sync/v1/feed/hot',
  '/sync/v1/stream/hot',
  '/sync/v1/push',
  '/board/v1/presence',
  '/attachments/v1/held',
  '/attachments/v1/piece',
] as const

/** What must hold whatever the network did. */
async function isWell(place: Workplace, made: readonly string[]): Promise<void> {
  await place.until((now) => isLive(now) && isSettled(now))
  for await (const { hashes } of await place.window.attachments.waiting()) if (hashes.length === 0) break
  expect(place.core.status.notAccepted).toBe(0)
  const rows = await at.db.query<{ id: string; n: number }>(
    `select id, (select count(*)::int from timeline_entries e where e.ticket_id = t.id) as n
       from tickets t where id = any($1)`,
    [made],
  )
  expect(rows.map(({ id }) => id).sort()).toEqual([...made].sort())
  // One entry for the making, one for the comment, one for the file: nothing twice.
  expect(rows.map(({ n }) => n)).toEqual(made.map(() => 3))
  for (const id of made) {
    const [truth] = await at.db.query<{ row: { v: number } }>('select row from tickets where id = $1', [id])
    await expect.poll(() => place.core.work.store.get('ticket', id)?.v).toBe(truth?.row.v)
  }
  expect(place.ports.log.surprises).toEqual([])
}

async function work({ window, core }: Workplace): Promise<string> {
  const fields = { ...emptyDraft, organisationId: ids.organisation, queueId: ids.printers }
  const { row } = await window.tickets.create({ fields, callId: null })
  const ticketId = row.ticket.id
  await window.tickets.comment({ ticketId, text: 'Проверить связь', internal: true })
  const bytes = Buffer.from(`photo of ${core.work.consoleId} ${ticketId}`)
  const { uploadId } = await window.attachments.begin({
    name: 'a.jpg',
    type: 'image/jpeg',
    size: bytes.length,
  })
  await window.attachments.put({ uploadId, data: bytes.toString('base64') })
  const { attachment } = await window.attachments.finish({ uploadId, ticketId })
  expect(attachment.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  return ticketId
}

test.each(Object.entries(kinds))('%s, at every endpoint', async (_name, rough) => {
  const place = await signedIn()
  const made = [await work(place)]
  for (const endpoint of endpoints) proxy.next(endpoint, rough, rough)
  let again = place
  do {
    again = await again.restart()
    made.push(await work(again))
    await signInAgainIfAsked(again)
    await isWell(again, made)
  } while (proxy.unmet.length > 0)
})

/** A refresh whose answer was lost used up its token: only a person can sign in again, and nothing is lost by it. */
async function signInAgainIfAsked(place: Workplace): Promise<void> {
  const login = place.core.work.account?.user.login ?? ''
  const settled = await place.until(
    (now) => (isLive(now) && isSettled(now)) || (now.desk.state === 'away' && now.desk.fault === 'signedOut'),
  )
  if (settled.desk.state !== 'away') return
  place.ports.deskLink = () => httpDeskLink(proxy.address, systemClock)
  await place.window.session.signIn({ address: proxy.address, login, password })
}

describe('426', () => {
  test('at the hello: what waits is taken, then the person is told to update', async () => {
    const place = await signedIn()
    const tooOld = defined('CONSOLE_TOO_OLD', 426, { oldestServed: 99 })
    proxy.next('/session/v1/hello', ...Array.from({ length: 50 }, () => tooOld))
    place.ports.deskLink = () => httpDeskLink('http://127.0.0.1:9', hasty)
    const offline = await place.restart()
    await offline.window.tickets.create({ fields: emptyDraft, callId: null })
    offline.ports.deskLink = () => httpDeskLink(proxy.address, hasty)
    const online = await offline.restart()
    await online.until((now) => now.desk.state === 'away' && now.desk.fault === 'tooOld')
    expect(online.core.work.outbox.toSend(1)).toEqual([])
  })
})
