import { randomBytes } from 'node:crypto'

/** Where one Asterisk listens; every one on 127.0.0.1. */
export type RigPorts = {
  /** SIP over UDP and TCP: the trunk's door. */
  sip: number
  /** HTTP: WebSocket at /ws, ARI at /ari. */
  http: number
  /** The same over TLS. */
  https: number
  ami: number
  /** Where the provider (SIPp) is expected to answer calls that leave the company. */
  provider: number
  /** First RTP port; the range is `rtpPorts` long. */
  rtp: number
}

export type Agent = { extension: string; name: string; secret: string }
export type AmiAccount = { username: string; secret: string }
export type CallQueue = { name: string; did: string; extension: string; members: readonly string[] }

/** Everything the configuration is written from. Secrets are made for one run and never stored in the project. */
export type RigPlan = {
  prefix: string
  folder: string
  ports: RigPorts
  agents: readonly Agent[]
  queues: readonly CallQueue[]
  ami: {
    /** Everything, for tests that play the administrator. */
    full: AmiAccount
    /** What a desk gets: queue and agent events, no action beyond reading. */
    watch: AmiAccount
    /** watch plus the right to pause a queue member. */
    pause: AmiAccount
  }
  ari: AmiAccount
}

/** RTP ports of one instance: two a call leg, so 100 legs at once. */
export const rtpPorts = 200

/** SIP realm and the host part of every address. */
export const domain = 'pbx.local'

/** The main number of the company, and what it rings. */
export const supportNumber = '74951112233'
export const printersNumber = '74951112244'
/** Answers and sends the caller's own voice back. */
export const echoNumber = '74951110600'

/** Rings one dispatcher, and the PBX records the call. */
export function recordedNumberOf(extension: string): string {
  return `7495112${extension}`
}

const agentNames: ReadonlyArray<readonly [extension: string, name: string]> = [
  ['101', 'Анна Смирнова'],
  ['102', 'Борис Ким'],
  ['103', 'Вера Орлова'],
  ['104', 'Глеб Титов'],
]

/** Letters that need no quoting in any of Asterisk's files. */
export function newSecret(): string {
  return randomBytes(18).toString('hex')
}

export function newPlan(place: { prefix: string; folder: string; ports: RigPorts }): RigPlan {
  return {
    ...place,
    agents: agentNames.map(([extension, name]) => ({ extension, name, secret: newSecret() })),
    queues: [
      {
        name: 'support',
        did: supportNumber,
        extension: '500',
        members: agentNames.map(([extension]) => extension),
      },
      { name: 'printers', did: printersNumber, extension: '501', members: ['103', '104'] },
    ],
    ami: {
      full: { username: 'console', secret: newSecret() },
      watch: { username: 'watch', secret: newSecret() },
      pause: { username: 'pause', secret: newSecret() },
    },
    ari: { username: 'console', secret: newSecret() },
  }
}

/** Where things lie in the run folder. */
export function rigFiles(plan: RigPlan) {
  const at = (path: string) => `${plan.folder}/${path}`
  return {
    etc: at('etc'),
    mainConfig: at('etc/asterisk.conf'),
    certificate: at('keys/pbx.crt'),
    certificateKey: at('keys/pbx.key'),
    log: at('log/full'),
    music: at('moh'),
    recordings: at('spool/monitor'),
  }
}
