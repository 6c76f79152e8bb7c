import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TicketId } from '#domain/ids.ts'
import { deskForAll, signIn } from '../support/live-desk.ts'
import { draftForRomashka } from '../support/seated.ts'
import { cutOff, isSettled, type Workplace } from '../support/workplace.ts'

const at = deskForAll()
const signedIn = () => signIn(at.desk)

const pieceBytes = 256 * 1024
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function attach({ window }: Workplace, ticketId: TicketId, bytes: Buffer, name = 'photo.jpg') {
  const { uploadId } = await window.attachments.begin({ name, type: 'image/jpeg', size: bytes.length })
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const data = bytes.subarray(at, at + pieceBytes).toString('base64')
    await window.attachments.put({ uploadId, data })
  }
  return (await window.attachments.finish({ uploadId, ticketId })).attachment
}

async function readWhole({ window }: Workplace, sha256: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const { size, data } = await window.attachments.read({ sha256, at })
    const part = Buffer.from(data, 'base64')
    parts.push(part)
    at += part.length
    if (at >= size) return Buffer.concat(parts)
  }
}

/** Resolves when the desk has every file of this machine. */
async function allSent({ window }: Workplace): Promise<void> {
  for await (const { hashes } of await window.attachments.waiting()) if (hashes.length === 0) return
}

async function ticketOf(place: Workplace): Promise<TicketId> {
  const { row } = await place.window.tickets.create({ fields: draftForRomashka, callId: null })
  await place.until(isSettled)
  return row.ticket.id
}

test('a photo is on the ticket at once, travels by itself and is read at another machine', async () => {
  const anna = await signedIn()
  const ticketId = await ticketOf(anna)
  const photo = randomBytes(pieceBytes * 2 + 1234)
  const attached = await attach(anna, ticketId, photo)
  expect(attached).toMatchObject({ name: 'photo.jpg', size: photo.length, sha256: hashOf(photo) })
  await allSent(anna)
  await anna.until(isSettled)

  const boris = await signedIn()
  const { timeline } = await boris.window.tickets.get({ ticketId })
  expect(timeline.find(({ what }) => what.kind === 'attachment')?.what).toEqual({
    kind: 'attachment',
    attachment: attached,
  })
  expect(hashOf(await readWhole(boris, attached.sha256))).toBe(attached.sha256)
  // Read through once, it is here: the desk may go.
  const offline = await cutOff(boris)
  expect(hashOf(await readWhole(offline, attached.sha256))).toBe(attached.sha256)
})

test('nothing of a file lies open on the disk', async () => {
  const anna = await signedIn()
  const words = Buffer.from('Договор на обслуживание касс № 12-Т. '.repeat(2000))
  await attach(anna, await ticketOf(anna), words, 'contract.txt')
  const folder = join(anna.folder, 'blobs')
  const names = readdirSync(folder)
  expect(names).toHaveLength(1)
  expect(names[0]).not.toContain(hashOf(words))
  expect(readFileSync(join(folder, names[0] ?? '')).includes(Buffer.from('Договор'))).toBe(false)
})

test('without the desk the ticket has it all the same; a restart goes on sending where the desk has come', async () => {
  const anna = await signedIn()
  const ticketId = await ticketOf(anna)
  const offline = await cutOff(anna)
  const film = randomBytes(pieceBytes * 3)
  const { sha256 } = await attach(offline, ticketId, film, 'film.mp4')
  expect((await offline.window.tickets.get({ ticketId })).timeline.map(({ what }) => what.kind)).toContain(
    'attachment',
  )
  // Half of it came over before, as after a cut.
  const someone = await at.desk.person('dispatcher')
  const data = film.subarray(0, pieceBytes).toString('base64')
  await someone.client.attachments.put({ sha256, size: film.length, at: 0, data })

  const online = await offline.online()
  await allSent(online)
  expect(await someone.client.attachments.held({ sha256 })).toEqual({ have: film.length, whole: true })
})

test('a file the desk does not have yet is said to be on its way', async () => {
  const anna = await signedIn()
  await expect(anna.window.attachments.read({ sha256: 'a'.repeat(64), at: 0 })).rejects.toMatchObject({
    code: 'NOT_SENT_YET',
  })
})

test('more bytes than were said, or fewer, make no attachment', async () => {
  const anna = await signedIn()
  const ticketId = await ticketOf(anna)
  const { uploadId } = await anna.window.attachments.begin({ name: 'x', type: '', size: 3 })
  await expect(
    anna.window.attachments.put({ uploadId, data: Buffer.from('four').toString('base64') }),
  ).rejects.toMatchObject({ code: 'NO_SUCH_UPLOAD' })
  const short = await anna.window.attachments.begin({ name: 'x', type: '', size: 3 })
  await expect(anna.window.attachments.finish({ uploadId: short.uploadId, ticketId })).rejects.toMatchObject({
    code: 'NO_SUCH_UPLOAD',
  })
})

test('content that is not what its name says is refused by the desk and nothing of it stays', async () => {
  const { client } = await at.desk.person('dispatcher')
  const sha256 = hashOf(Buffer.from('true'))
  const put = client.attachments.put({ sha256, size: 4, at: 0, data: Buffer.from('fake').toString('base64') })
  await expect(put).rejects.toMatchObject({ code: 'BAD_CONTENT', status: 422 })
  expect(await client.attachments.held({ sha256 })).toEqual({ have: 0, whole: false })
  expect(await at.db.query('select 1 from attachment_pieces where sha256 = $1', [sha256])).toEqual([])
})

test('a piece that comes twice or out of order changes nothing', async () => {
  const { client } = await at.desk.person('dispatcher')
  const bytes = Buffer.from('abcdef')
  const sha256 = hashOf(bytes)
  const put = (at: number, text: string) =>
    client.attachments.put({ sha256, size: 6, at, data: Buffer.from(text).toString('base64') })
  expect(await put(3, 'def')).toEqual({ have: 0, whole: false })
  expect(await put(0, 'abc')).toEqual({ have: 3, whole: false })
  expect(await put(0, 'abc')).toEqual({ have: 3, whole: false })
  expect(await put(3, 'def')).toEqual({ have: 6, whole: true })
  expect(await client.attachments.get({ sha256, at: 3 })).toEqual({ size: 6, data: 'ZGVm' })
})

test('files of another space are not there', async () => {
  const { client } = await at.desk.person('dispatcher')
  await at.db.query(
    `insert into attachments (space_id, sha256, size, have, whole, by_user, at) values ('other', $1, 3, 3, true, 'x', 1)`,
    ['b'.repeat(64)],
  )
  await expect(client.attachments.get({ sha256: 'b'.repeat(64), at: 0 })).rejects.toMatchObject({
    code: 'NOT_HERE',
  })
})
