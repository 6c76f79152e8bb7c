import type { Server } from 'node:http'

/** How often a desk that goes away looks whether anybody is still being answered. */
const sweepMs = 50
/** A console that does not take its answer in that time does not get it. */
const patienceMs = 10_000

/**
 * Lets a closing server finish what it answers, then closes every connection. Node alone would wait a minute for
 * connections that were opened and never used (a client's spare ones): it does not count them as idle.
 */
export function closeInOrder(server: Server): { begin(): void } {
  let answering = 0
  server.on('request', (_request, response) => {
    answering++
    response.once('close', () => {
      answering--
    })
  })
  return {
    begin() {
      // Never listened (its requests were injected): there is nothing to close.
      if (!server.listening) return
      const began = performance.now()
      const sweep = setInterval(() => {
        if (answering === 0 || performance.now() - began > patienceMs) server.closeAllConnections()
      }, sweepMs)
      server.once('close', () => clearInterval(sweep))
    },
  }
}
