import { readFileSync } from 'node:fs'
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node'
import { type Doorbell, noDoorbell } from './doorbell.ts'
import { type NatsDoorbellPorts, natsDoorbell } from './nats-doorbell.ts'

/** What is wrong with the settings, in a sentence without the settings themselves. */
export class NatsSettingsRefused extends Error {
  override readonly name = 'NatsSettingsRefused'
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * How to reach NATS by `NATS_URL` (several with commas; `tls://` for TLS; a user and password or a token may be in
 * it), `NATS_CREDS_FILE` and `NATS_CA_FILE`. Null: not configured. Throws `NatsSettingsRefused`.
 */
export function natsFromEnv(env: Env): NodeConnectionOptions | null {
  if (!env.NATS_URL) return null
  const urls = env.NATS_URL.split(',').map((text) => {
    if (!URL.canParse(text.trim()))
      throw new NatsSettingsRefused('NATS_URL is not an address like nats://host:4222.')
    return new URL(text.trim())
  })
  const [{ protocol, username, password }] = urls as [URL]
  if (protocol !== 'nats:' && protocol !== 'tls:') {
    throw new NatsSettingsRefused('NATS_URL begins with nats:// or tls://.')
  }
  const user = decodeURIComponent(username)
  const caFile = env.NATS_CA_FILE
  return {
    servers: urls.map(({ host }) => host),
    ...(user !== '' && (password === '' ? { token: user } : { user, pass: decodeURIComponent(password) })),
    ...(env.NATS_CREDS_FILE && { authenticator: credsAuthenticator(readOrRefuse(env.NATS_CREDS_FILE)) }),
    ...((protocol === 'tls:' || caFile) && { tls: caFile ? { ca: String(readOrRefuse(caFile)) } : {} }),
  }
}

/** The doorbell the environment asks for. */
export function doorbellFrom(options: NodeConnectionOptions | null, ports: NatsDoorbellPorts): Doorbell {
  return options === null ? noDoorbell : natsDoorbell(options, ports)
}

function readOrRefuse(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new NatsSettingsRefused('NATS_CREDS_FILE or NATS_CA_FILE names a file that cannot be read.')
  }
}
