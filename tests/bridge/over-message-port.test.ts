import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { serveOnPort } from '#core/start-core.ts'
import type { BridgeClient } from '#tests/core/support/workplace.ts'
import { bridgeSuite } from './bridge-suite.ts'

bridgeSuite('a message port', async (core) => {
  const { port1, port2 } = new MessageChannel()
  serveOnPort(core, port1)
  return {
    window: createORPCClient<BridgeClient>(new RPCLink({ port: port2 })),
    async close() {
      port1.close()
      port2.close()
    },
  }
})
