/**
 * Joins an open socket to a port: whole frames both ways, text and binary as they are, nothing read. Both of oRPC's
 * adapters put the same frames on their carrier, so that the page cannot tell a socket from a port. Answers the end for
 * the page. Closing the socket closes the port, but a page is not told that (no `close` event in Chromium 156): whoever
 * owns the socket has to say so, and closes it when the page is gone.
 */
export function pump(socket: WebSocket): MessagePort {
  const { port1, port2 } = new MessageChannel()
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', ({ data }) => port1.postMessage(data))
  socket.addEventListener('close', () => port1.close())
  port1.addEventListener('message', ({ data }) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data)
  })
  port1.start()
  return port2
}
