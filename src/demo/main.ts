import { demoCallers } from './company/demo-callers.ts'
import { demoCompany } from './company/demo-company.ts'
import { demoSizes } from './company/demo-size.ts'
import { startDemoDesk } from './demo-desk.ts'
import { demoNetwork } from './demo-network.ts'
import { startDemoPage } from './demo-page.ts'
import { demoSecrets } from './demo-secrets.ts'
import { startMiniPbx } from './mini-pbx/mini-pbx.ts'

/**
 * The demo's world in a process of its own: desk, company, PBX and the page that places calls. Started by
 * `npm start`, which sends one `DemoOrder` and gets `DemoNews` back over the process channel.
 */
export interface DemoOrder {
  folder: string
  size: string
  /** 0: any free port. */
  deskPort: number
  pagePort: number
}

export type DemoNews =
  | { type: 'seeding'; rows: number }
  | {
      type: 'ready'
      desk: string
      page: string
      pbx: { server: string; domain: string }
      people: {
        login: string
        name: string
        role: string
        password: string
        extension: string | null
        phonePassword: string | null
      }[]
    }
  | { type: 'failed'; why: string }

const managerUser = 'desk'
/** The call queue the customers ring. */
const queue = 'support'

async function run(order: DemoOrder): Promise<void> {
  const tell = (news: DemoNews) => process.send?.(news)
  const size = demoSizes.find((one) => one === order.size) ?? 'small'
  const company = demoCompany(size, Date.now())
  const phones = company.users.flatMap(({ extension, name }) =>
    extension === null ? [] : [{ extension, name }],
  )
  const firstLine = company.users.flatMap(({ extension, role }) =>
    extension === null || role !== 'dispatcher' ? [] : [extension],
  )
  const secrets = demoSecrets(
    order.folder,
    company.users.map(({ login }) => login),
    phones.map(({ extension }) => extension),
  )
  const pbx = await startMiniPbx({
    users: phones.map(({ extension, name }) => ({
      extension,
      name,
      password: secrets.phones[extension] ?? '',
    })),
    // Customers ring the first line; a supervisor's phone would take the board off the screen at every call.
    queues: [{ name: queue, extension: '500', members: firstLine }],
    amiUsers: [{ username: managerUser, secret: secrets.manager, mayPause: true }],
  })
  const desk = await startDemoDesk({
    folder: `${order.folder}/desk-${size}`,
    port: order.deskPort,
    company,
    passwords: secrets.people,
    ami: { host: '127.0.0.1', port: pbx.amiPort, user: managerUser, secret: secrets.manager },
    onSeeding: (rows) => tell({ type: 'seeding', rows }),
  })
  const page = await startDemoPage(demoNetwork(pbx, demoCallers(company), queue), order.pagePort)
  tell({
    type: 'ready',
    desk: desk.address,
    page: page.address,
    pbx: { server: pbx.wsUrl, domain: pbx.domain },
    people: company.users.map(({ login, name, role, extension }) => ({
      login,
      name,
      role,
      password: secrets.people[login] ?? '',
      extension,
      phonePassword: extension === null ? null : (secrets.phones[extension] ?? null),
    })),
  })

  let leaving = false
  const leave = async () => {
    if (leaving) return
    leaving = true
    await page.close()
    await desk.close()
    await pbx.close()
    process.exit(0)
  }
  // The starter is gone: nobody is left to stop us.
  process.on('disconnect', leave)
  process.on('SIGTERM', leave)
  process.on('SIGINT', () => {})
}

process.once('message', (order) => {
  run(order as DemoOrder).catch((error: unknown) => {
    process.send?.({
      type: 'failed',
      why: error instanceof Error ? error.message : String(error),
    } satisfies DemoNews)
    process.exit(1)
  })
})
