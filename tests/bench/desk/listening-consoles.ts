import { request } from 'node:http'
import { shapes } from '#domain/entities.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import type { Seat } from './bench-desk.ts'

/** A process that holds the streams of many consoles open and says when a word came by each of them. */
export type ListenOrder =
  | { type: 'open'; address: string; seats: readonly Seat[] }
  /** Tell when every console's stream of tickets has carried this text. */
  | { type: 'expect'; text: string }

export type ListenNews =
  | { type: 'open'; streams: number }
  /** When it came to each console, ms since the epoch. */
  | { type: 'heard'; at: number[] }
  | { type: 'failed'; why: string }

const tell = (news: ListenNews) => process.send?.(news)
const now = () => performance.timeOrigin + performance.now()

let expected = ''
let heard: number[] = []
let consoles = 0

function hear(chunk: Buffer): boolean {
  if (expected === '' || !chunk.includes(expected)) return false
  heard.push(now())
  if (heard.length === consoles) tell({ type: 'heard', at: heard })
  return true
}

function openStream(address: string, shape: string, { consoleId, access }: Seat): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = new URL(
      `/sync/v1/stream/${shape}?consoleId=${consoleId}&cursor=${cursors.get(shape) ?? ''}`,
      address,
    )
    const headers = { authorization: `Bearer ${access}`, [wireVersionHeader]: String(wireVersion) }
    const asked = request(url, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${shape}: ${response.statusCode}`))
      let last = ''
      response.on('data', (chunk: Buffer) => {
        resolve()
        if (shape === 'hot' && last !== expected && hear(chunk)) last = expected
      })
      response.on('error', () => undefined)
    })
    asked.on('error', reject)
    asked.end()
  })
}

const cursors = new Map<string, string>()

/** Where a feed ends now: consoles that were there already listen from there on. */
async function endOf(address: string, shape: string, { consoleId, access }: Seat): Promise<string> {
  for (let cursor: string | null = null; ; ) {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`
    const answer = await fetch(`${address}/sync/v1/feed/${shape}?consoleId=${consoleId}${from}`, {
      headers: { authorization: `Bearer ${access}`, [wireVersionHeader]: String(wireVersion) },
    })
    const page = (await answer.json()) as { to: string; more: boolean }
    cursor = page.to
    if (!page.more) return page.to
  }
}

async function open({ address, seats }: Extract<ListenOrder, { type: 'open' }>): Promise<void> {
  const [first] = seats
  if (first === undefined) return
  for (const shape of shapes) cursors.set(shape, await endOf(address, shape, first))
  consoles = seats.length
  for (const seat of seats) for (const shape of shapes) await openStream(address, shape, seat)
  tell({ type: 'open', streams: consoles * shapes.length })
}

process.on('message', (order: ListenOrder) => {
  if (order.type === 'expect') {
    heard = []
    expected = order.text
    return
  }
  open(order).catch((error: unknown) => tell({ type: 'failed', why: String(error) }))
})
process.on('disconnect', () => process.exit(0))
