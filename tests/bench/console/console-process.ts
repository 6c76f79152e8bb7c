import { nodePorts, serveOnSocket, startCore } from '#core/start-core.ts'
import type { CallId } from '#domain/ids.ts'
import { startWeb } from '#web/start-web.ts'

/** A console of its own process, as `npm start -- --config` runs it, that answers the benchmark's questions besides. */
export type ConsoleOrder =
  | { type: 'start'; folder: string; pages: string; sipServer: string }
  | { type: 'whichSipCall'; callId: string }
  | { type: 'stop' }

export type ConsoleNews =
  | { type: 'ready'; address: string }
  | { type: 'sipCall'; sipCallId: string | null }
  /** Times of one pop in this process, ms since the epoch: report received, pop handed to the socket. */
  | { type: 'pop'; reportedAt: number; sentAt: number }

const now = () => performance.timeOrigin + performance.now()
const tell = (news: ConsoleNews) => process.send?.(news)

let core: Awaited<ReturnType<typeof startCore>> | null = null
let web: Awaited<ReturnType<typeof startWeb>> | null = null

async function start({ folder, pages, sipServer }: ConsoleOrder & { type: 'start' }): Promise<void> {
  const phone = {
    servers: [sipServer],
    domain: 'pbx.local',
    user: '101',
    authUser: null,
    displayName: 'Анна Крылова',
    iceServers: [],
  }
  const started = await startCore(nodePorts(folder), { folder, config: { phone, phonePassword: 'bench' } })
  core = started
  let reportedAt = 0
  web = await startWeb({
    core: {
      serveSocket(socket) {
        socket.on('message', (data) => {
          if (String(data).includes('/calls/report')) reportedAt = now()
        })
        serveOnSocket(started, {
          addEventListener: socket.addEventListener.bind(socket) as typeof socket.addEventListener,
          send: ((data: string | Uint8Array) => {
            socket.send(data)
            if (reportedAt > 0 && isPop(data)) {
              tell({ type: 'pop', reportedAt, sentAt: now() })
              reportedAt = 0
            }
          }) as typeof socket.send,
        })
      },
    },
    rendererFolder: pages,
    connect: [new URL(sipServer).origin],
  })
  tell({ type: 'ready', address: web.address })
}

const isPop = (data: string | Uint8Array) =>
  (typeof data === 'string' ? data : Buffer.from(data).toString()).includes('"type":"pop"')

process.on('message', (order: ConsoleOrder) => {
  if (order.type === 'start') void start(order)
  else if (order.type === 'whichSipCall') {
    const record = core?.work.rows.get('callRecord', order.callId as CallId)
    tell({ type: 'sipCall', sipCallId: record?.sipCallId ?? null })
  } else void stop()
})
process.once('disconnect', () => void stop())

async function stop(): Promise<void> {
  await web?.close()
  await core?.close()
  process.exit(0)
}
