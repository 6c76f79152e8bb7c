import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { RigPorts } from './rig-plan.ts'

/** One instance's ports lie together: signalling first, then RTP, then those of the SIPp calls. */
const blockSize = 500
/** Below 32768, where Linux begins to hand out ports of its own choosing. */
const firstBase = 20_000
const blocks = 24

/** Where SIPp calls of one instance begin, counted from the instance's base. */
export const sippOffset = 300

export function portsFrom(base: number): RigPorts {
  return {
    sip: base,
    http: base + 1,
    https: base + 2,
    ami: base + 3,
    provider: base + 4,
    rtp: base + 100,
  }
}

/** A block in which nothing listens at present. Starts at a place of its own per process. */
export async function findFreePorts(): Promise<RigPorts> {
  for (let i = 0; i < blocks; i++) {
    const ports = portsFrom(firstBase + ((process.pid + i) % blocks) * blockSize)
    const tcp = [ports.sip, ports.http, ports.https, ports.ami]
    const udp = [ports.sip, ports.provider, ports.rtp]
    const free = await Promise.all([...tcp.map(isFreeTcp), ...udp.map(isFreeUdp)])
    if (free.every(Boolean)) return ports
  }
  throw new Error('every block of ports for a PBX is taken')
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)))
  })
}
