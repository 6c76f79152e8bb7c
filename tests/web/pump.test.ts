import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { pump } from '#renderer/shell/pump.ts'

/** A bridge in small: a call, a declared error, a stream, and bytes. */
const contract = {
  double: oc
    .input(z.object({ n: z.number() }))
    .output(z.object({ n: z.number() }))
    .errors({ TOO_BIG: { data: z.object({ max: z.number() }) } }),
  count: oc.output(eventIterator(z.object({ n: z.number() }))),
  reverse: oc.input(z.instanceof(Blob)).output(z.instanceof(Blob)),
}
const os = implement(contract)
const router = {
  double: os.double.handler(({ input, errors }) => {
    if (input.n > 100) throw errors.TOO_BIG({ data: { max: 100 } })
    return { n: input.n * 2 }
  }),
  count: os.count.handler(async function* () {
    for (const n of [1, 2, 3]) yield { n }
  }),
  reverse: os.reverse.handler(async ({ input }) => new Blob([(await input.bytes()).reverse()])),
}

let server: WebSocketServer
beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const handler = new RPCHandler(router)
  server.on('connection', (socket) => void handler.upgrade(socket))
})
afterEach(() => {
  for (const socket of server.clients) socket.terminate()
  server.close()
})

async function dial(): Promise<{ socket: WebSocket; port: MessagePort }> {
  const { port } = server.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  return { socket, port: pump(socket) }
}

function clientOn(port: MessagePort): ContractRouterClient<typeof contract> {
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ port }))
  port.start()
  return client
}

test('a page that speaks to a port is answered by a core that speaks on a socket', async () => {
  const { port } = await dial()
  const client = clientOn(port)
  expect(await client.double({ n: 21 })).toEqual({ n: 42 })
  await expect(client.double({ n: 101 })).rejects.toMatchObject({ code: 'TOO_BIG', data: { max: 100 } })
  const counted: number[] = []
  for await (const { n } of await client.count()) counted.push(n)
  expect(counted).toEqual([1, 2, 3])
  port.close()
})

test('bytes arrive as they were sent', async () => {
  const { port } = await dial()
  const answer = await clientOn(port).reverse(new Blob([new Uint8Array([0, 255, 1, 254])]))
  expect([...(await answer.bytes())]).toEqual([254, 1, 255, 0])
  port.close()
})

test('the core ends: the port ends with the socket', async () => {
  const { port } = await dial()
  const closed = new Promise((resolve) => port.addEventListener('close', resolve))
  const client = clientOn(port)
  await client.double({ n: 1 })
  for (const socket of server.clients) socket.terminate()
  await closed
})
