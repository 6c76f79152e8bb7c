import type { SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { RPCHandler as SocketHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { CoreRouter } from '../handlers/router.ts'

/** What is served: the router of a running core. */
interface Served {
  router: CoreRouter
}

/**
 * Serves the bridge on a message port: Electron's MessagePortMain, Node's MessagePort or a browser's. The caller
 * starts the port where it must be started (MessagePortMain).
 */
export function serveOnPort(core: Served, port: SupportedMessagePort): void {
  new PortHandler(core.router).upgrade(port)
}

/** Serves the bridge on an accepted WebSocket; the door (token, Origin, Host) is checked before. */
export function serveOnSocket(core: Served, socket: Pick<WebSocket, 'addEventListener' | 'send'>): void {
  void new SocketHandler(core.router).upgrade(socket)
}
