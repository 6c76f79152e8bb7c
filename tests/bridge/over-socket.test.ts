import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket, WebSocketServer } from 'ws'
import { serveOnSocket } from '#core/start-core.ts'
import type { BridgeClient } from '#tests/core/support/workplace.ts'
import { bridgeSuite } from './bridge-suite.ts'

bridgeSuite('a loopback socket', async (core) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', (socket) => serveOnSocket(core, socket))
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(socket, 'open')
  return {
    window: createORPCClient<BridgeClient>(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    ),
    async close() {
      socket.terminate()
      for (const client of server.clients) client.terminate()
      server.close()
      await once(server, 'close')
    },
  }
})
