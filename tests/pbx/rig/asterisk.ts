import { createHash, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AmiClient } from './ami-client.ts'
import { writeAsteriskConfig } from './asterisk-config.ts'
import { asteriskCli, bootAsterisk } from './asterisk-process.ts'
import { ensureAsterisk } from './ensure-asterisk.ts'
import { findFreePorts, portsFrom } from './free-ports.ts'
import { type Agent, type AmiAccount, newPlan, type RigPlan, type RigPorts, rigFiles } from './rig-plan.ts'

export type AsteriskOptions = {
  /** An installed prefix; without it, it is looked for and installed when missing. */
  prefix?: string
  /** Where configuration, logs and recordings go; without it a new folder that is removed on stop. */
  folder?: string
  /** First port of the instance's block of 500; without it a free block is chosen. */
  basePort?: number
  log?: (line: string) => void
}

export type Certificate = {
  file: string
  /** For Chromium's --ignore-certificate-errors-spki-list: base64 of the SHA-256 of the public key. */
  spki: string
}

/** A running PBX of its own. Secrets are in `agents` and `ami`, made for this run. */
export type Asterisk = {
  readonly plan: RigPlan
  readonly ports: RigPorts
  readonly agents: readonly Agent[]
  readonly ami: RigPlan['ami']
  readonly wsUrl: string
  readonly wssUrl: string
  readonly certificate: Certificate
  readonly logFile: string
  readonly pid: number
  agent(extension: string): Agent
  /** Runs a console command and answers what it printed. */
  cli(command: string): Promise<string>
  /** A logged-in AMI connection; closed with the rig, or earlier by its own close(). */
  connectAmi(account?: AmiAccount): Promise<AmiClient>
  /** Ends it politely and removes a folder that it made itself. */
  stop(): Promise<void>
  /** Pulls the plug and leaves it down; `restart` brings it back. */
  kill(): Promise<void>
  /** Down (by SIGTERM, or SIGKILL when asked) and up again, same ports and accounts. */
  restart(how?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts an Asterisk and resolves when it is fully booted. Several may run side by side. */
export async function startAsterisk(options: AsteriskOptions = {}): Promise<Asterisk> {
  const prefix = options.prefix ?? (await installedPrefix(options.log ?? (() => {})))
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'pult-pbx-')))
  const ports = options.basePort === undefined ? await findFreePorts() : portsFrom(options.basePort)
  const plan = newPlan({ prefix, folder, ports })
  await writeAsteriskConfig(plan)
  let running = await bootAsterisk(plan)
  const amiClients = new Set<AmiClient>()
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await running.end(signal)
    for (const client of amiClients) client.close()
    amiClients.clear()
  }
  return {
    plan,
    ports,
    agents: plan.agents,
    ami: plan.ami,
    wsUrl: `ws://127.0.0.1:${ports.http}/ws`,
    wssUrl: `wss://127.0.0.1:${ports.https}/ws`,
    certificate: await describeCertificate(rigFiles(plan).certificate),
    logFile: rigFiles(plan).log,
    get pid() {
      return running.pid
    },
    agent(extension) {
      const found = plan.agents.find((agent) => agent.extension === extension)
      if (!found) throw new Error(`the rig has no agent ${extension}`)
      return found
    },
    cli: (command) => asteriskCli(plan, command),
    async connectAmi(account = plan.ami.full) {
      const client = await AmiClient.connect({ port: ports.ami, ...account })
      amiClients.add(client)
      return client
    },
    async stop() {
      await end('SIGTERM')
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
    kill: () => end('SIGKILL'),
    async restart(how = 'SIGTERM') {
      await end(how)
      // A killed Asterisk leaves its socket behind, which would pass for the sign of the next boot.
      await rm(join(folder, 'run/asterisk.ctl'), { force: true })
      running = await bootAsterisk(plan)
    },
  }
}

async function installedPrefix(log: (line: string) => void): Promise<string> {
  const availability = await ensureAsterisk(log)
  if (!availability.ok) throw new Error(availability.why)
  return availability.prefix
}

async function describeCertificate(file: string): Promise<Certificate> {
  const { publicKey } = new X509Certificate(await readFile(file))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return { file, spki: createHash('sha256').update(spki).digest('base64') }
}
