import { ORPCError } from '@orpc/client'
import { type DeskClient, type DeskLink, DeskUnreachable } from '#core/desk-link.ts'
import { isCrossing } from '#desk/db/db.ts'
import { declared } from '#desk/http/answers.ts'
import type { Shape } from '#domain/entities.ts'
import type { ConsoleId } from '#domain/ids.ts'
import type { Page } from '#wire/feed.ts'
import type { DeskNode } from '../desk/desk-node.ts'
import { EventStream, type StreamEvent } from '../desk/event-stream.ts'
import type { Network } from '../world/network.ts'

type Access = () => string | null

/** One for all: making it anew for every question that is given up takes longer than the question. */
const aborted = new DOMException('aborted', 'AbortError')

/** As the real link has them. */
const requestMs = 15_000
const longPollMs = 45_000
const silenceMs = 40_000

/** How a console reaches the desk: through a network that loses, repeats, delays and lies, with the real link's errors. */
export function wireLink(address: string, network: Network, isAlive: () => boolean): DeskLink {
  const { scheduler } = network
  const closing = new AbortController()

  /** One question and its answer. Never settles for a console that is gone. */
  function ask<Answer>(
    verb: string,
    waitS: number,
    signal: AbortSignal | undefined,
    serve: (node: DeskNode, onClose: (leave: () => void) => void) => Promise<Answer>,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let open = true
      let leave: () => void = () => undefined
      const settle = (run: () => void) => {
        if (!open) return
        open = false
        cancel()
        signal?.removeEventListener('abort', abort)
        closing.signal.removeEventListener('abort', abort)
        leave()
        if (isAlive()) run()
      }
      const fail = (error: unknown) => settle(() => reject(error))
      const abort = () => fail(aborted)
      const cancel = scheduler.after(waitS > 0 ? longPollMs : requestMs, () =>
        fail(new DeskUnreachable('timeout')),
      )
      if (signal?.aborted === true) return abort()
      signal?.addEventListener('abort', abort)
      closing.signal.addEventListener('abort', abort)
      const fate = network.fate(verb)
      if (fate.lie !== null) {
        const lie = fate.lie
        scheduler.after(fate.outMs, () => fail(lie))
        return
      }
      const deliver = (answered: boolean) => {
        const node = network.node()
        if (node === null) {
          if (answered) scheduler.after(5, () => fail(new DeskUnreachable('refused')))
          return
        }
        const cut = () => scheduler.after(fate.backMs, () => fail(new DeskUnreachable('cut')))
        if (answered) node.onDeath.add(cut)
        serve(node, (told) => {
          leave = told
        }).then(
          (answer) => {
            node.onDeath.delete(cut)
            if (!answered || fate.answerLost) return
            scheduler.after(fate.backMs, () =>
              fate.answerCut ? fail(new DeskUnreachable('cut')) : settle(() => resolve(answer)),
            )
          },
          (error: unknown) => {
            node.onDeath.delete(cut)
            const said = wireError(error, network)
            if (answered && !fate.answerLost) scheduler.after(fate.backMs, () => fail(said))
          },
        )
      }
      if (!fate.lost) scheduler.after(fate.outMs, () => deliver(true))
      // A proxy that repeats a request: the desk sees it once more, nobody hears the second answer.
      if (fate.repeatMs !== null) scheduler.after(fate.repeatMs, () => deliver(false))
    })
  }

  const client = (access: Access) => {
    const call = (consoleId: ConsoleId) => ({ token: access(), consoleId })
    return {
      session: {
        refresh: ({ refresh }: { refresh: string }, { signal }: Options) =>
          ask('refresh', 0, signal, (node) => node.refresh(refresh)),
        hello: ({ consoleId }: { consoleId: ConsoleId }, { signal }: Options) =>
          ask('hello', 0, signal, (node) => node.hello(call(consoleId)).then(copied)),
      },
      sync: {
        feed(input: FeedInput, { signal }: Options) {
          const { shape, waitS = 0, rows, cursor, consoleId } = input
          const key = `${consoleId} ${shape}`
          return ask('feed', waitS, signal, async (node, onClose) => {
            const json = await node.feed(
              call(consoleId),
              { shape, cursor, waitS, consoleId, ...(rows && { rows }) },
              onClose,
            )
            return network.maybeStale(key, json)
          }).then((json) => JSON.parse(json) as Page)
        },
        push(input: { consoleId: ConsoleId }, { signal }: Options) {
          const body = copied(input)
          return ask('push', 0, signal, (node) => node.push(call(input.consoleId), body).then(copied))
        },
        stream({ shape, cursor, consoleId }: FeedInput, { signal }: Options) {
          const asked = call(consoleId)
          return openStream(signal, (node, out) => node.stream(asked, shape, cursor ?? null, out.asResponse))
        },
      },
      // Presence is no part of what is tried: it waits until the link ends.
      board: { present: (_word: unknown, { signal }: Options) => untilAborted(signal) },
    } as unknown as DeskClient
  }

  /** A connection that carries events in order until either side or the network ends it. */
  function openStream(
    signal: AbortSignal | undefined,
    serve: (node: DeskNode, out: EventStream) => Promise<void>,
  ): Promise<AsyncGenerator<Page>> {
    const heard: (StreamEvent | { kind: 'broken'; error: unknown })[] = []
    let wake: () => void = () => undefined
    const hear = (event: (typeof heard)[number]) => {
      heard.push(event)
      wake()
    }
    const fate = network.streamFate()
    let out: EventStream | null = null
    let over = false
    let arrived = 0
    const end = () => {
      if (over) return
      over = true
      signal?.removeEventListener('abort', end)
      const leaving = out
      if (leaving !== null) scheduler.after(fate.backMs, () => leaving.emit('close'))
      hear({ kind: 'done' })
    }
    const breakDown = (afterMs: number, why: DeskUnreachable['why']) => {
      scheduler.after(afterMs, () => {
        if (over || !isAlive()) return
        hear({ kind: 'broken', error: new DeskUnreachable(why) })
        end()
      })
    }
    const opened = ask('stream', 0, signal, (node) => {
      const { promise, resolve, reject } = Promise.withResolvers<AsyncGenerator<Page>>()
      let sent = 0
      let stalled = false
      const carry = (event: StreamEvent) => {
        if (over || stalled) return
        sent++
        if (sent === fate.stallAt) {
          stalled = true
          breakDown(silenceMs, 'timeout')
          return
        }
        if (sent === fate.cutAt) {
          stalled = true
          breakDown(fate.backMs, 'cut')
          return
        }
        // In order, however late.
        arrived = Math.max(arrived, scheduler.elapsed + fate.delayMs())
        const times = fate.repeats() ? 2 : 1
        for (let time = 0; time < times; time++)
          scheduler.after(arrived - scheduler.elapsed, () => {
            if (!over) hear(event)
          })
      }
      const stream = new EventStream(
        carry,
        () => resolve(pages()),
        () => true,
      )
      out = stream
      const died = () => breakDown(fate.backMs, 'cut')
      node.onDeath.add(died)
      stream.once('close', () => node.onDeath.delete(died))
      serve(node, stream).then(() => undefined, reject)
      return promise
    })
    signal?.addEventListener('abort', end)
    return opened

    async function* pages(): AsyncGenerator<Page> {
      try {
        for (;;) {
          const event = heard.shift()
          if (event === undefined) {
            if (!isAlive()) await new Promise(() => undefined)
            await new Promise<void>((resolve) => {
              wake = resolve
            })
            continue
          }
          if (!isAlive()) await new Promise(() => undefined)
          if (event.kind === 'done') return
          if (event.kind !== 'page') throw event.error
          yield JSON.parse(event.json) as Page
        }
      } finally {
        end()
      }
    }
  }

  const download = () => Promise.reject(new Error('the simulated desk has no files'))
  return { address, client, download, close: () => closing.abort() }
}

interface Options {
  signal?: AbortSignal
}

interface FeedInput {
  shape: Shape
  cursor?: string
  waitS?: number
  rows?: number
  consoleId: ConsoleId
}

const copied = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

/** What the console's typed client makes of what the desk threw. */
function wireError(error: unknown, network: Network): unknown {
  const known = declared(error)
  if (known !== null) return new ORPCError(known.code, { status: known.status, data: known.data })
  // Waiting for a row took too long: an answer 500, and the console comes again.
  if (!isCrossing(error)) network.surprise(error)
  return new DeskUnreachable('failing')
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(aborted)
    if (signal?.aborted === true) abort()
    else signal?.addEventListener('abort', abort)
  })
}
