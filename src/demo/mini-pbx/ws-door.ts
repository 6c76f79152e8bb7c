import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** One phone's socket. Sending to a closed one does nothing: the far end learns of it by itself. */
export type SipConnection = {
  readonly isOpen: boolean
  send(text: string): void
  close(): void
}

export type WsDoor = { port: number; dropConnections(): void; close(): Promise<void> }

/** Larger than any INVITE with a full list of candidates, small enough to cost nothing. */
const largestMessage = 64 * 1024
/** A phone whose machine went to sleep answers no ping; after two of them its registration is given up. */
const pingEveryMs = 15_000

/** The WebSocket door for phones (RFC 7118): sub-protocol `sip`, one message a frame, double CRLF answered. */
export async function openWsDoor(options: {
  host: string
  port: number
  onMessage(connection: SipConnection, text: string): void
  onClose(connection: SipConnection): void
}): Promise<WsDoor> {
  const http = createServer((_request, response) => {
    response.writeHead(426, { upgrade: 'websocket' }).end()
  })
  const sockets = new WebSocketServer({
    // Not given the server itself: ws would throw the server's errors (a taken port) a second time, at nobody.
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  })
  http.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (upgraded) => sockets.emit('connection', upgraded, request))
  })
  const alive = new WeakSet<WebSocket>()
  sockets.on('connection', (socket) => {
    // RFC 7118 §5.1: a client that does not offer the sub-protocol does not speak SIP.
    if (socket.protocol !== 'sip') return socket.close(1002)
    alive.add(socket)
    const connection: SipConnection = {
      get isOpen() {
        return socket.readyState === socket.OPEN
      },
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text)
      },
      close: () => socket.terminate(),
    }
    socket.on('pong', () => alive.add(socket))
    socket.on('message', (data) => {
      alive.add(socket)
      const text = String(data)
      // RFC 5626 §3.5.1: the double line break of a phone is answered by a single one.
      if (/^[\r\n]*$/.test(text)) connection.send('\r\n')
      else options.onMessage(connection, text)
    })
    // A frame that is too large or broken closes the socket; the error itself says nothing more.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => options.onClose(connection))
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, options.host, resolve)
  })
  const ping = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, pingEveryMs)
  return {
    port: (http.address() as AddressInfo).port,
    dropConnections: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    close: async () => {
      clearInterval(ping)
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}
