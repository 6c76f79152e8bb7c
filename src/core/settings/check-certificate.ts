import { connect, getCACertificates } from 'node:tls'

/** Two round trips and a handshake of a server that is awake; one that is not is away, whatever its certificate. */
const answerWithinMs = 3_000
const wssPort = 443

export type Certificate = 'trusted' | 'untrusted' | 'unknown'

/**
 * Does this machine trust the certificate of a `wss:` server? `unknown`: nobody answered there, or not in TLS. Only the
 * handshake is made, nothing is sent; both Node's list and that of the operating system count.
 */
export function checkCertificate(server: string): Promise<Certificate> {
  const url = URL.parse(server)
  if (url?.protocol !== 'wss:') return Promise.resolve('unknown')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port) || wssPort,
      // A name for the certificate; an address is not one (RFC 6066 §3).
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ca: [...getCACertificates('default'), ...getCACertificates('system')],
      // Looked at instead of refused: the answer is what is asked for.
      rejectUnauthorized: false,
    })
    const answer = (certificate: Certificate) => {
      resolve(certificate)
      socket.destroy()
    }
    socket.setTimeout(answerWithinMs, () => answer('unknown'))
    socket.once('error', () => answer('unknown'))
    socket.once('secureConnect', () => answer(socket.authorized ? 'trusted' : 'untrusted'))
  })
}
