/**
 * `npm run pbx`: the real Asterisk 22 of the tests, to try a console against. Prints where it listens and where the
 * accounts lie; Ctrl+C ends it. `-- --base-port N` puts its ports at N.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Asterisk, startAsterisk } from '#tests/pbx/rig/asterisk.ts'
import { ensureAsterisk } from '#tests/pbx/rig/ensure-asterisk.ts'
import { domain, echoNumber, rigFiles } from '#tests/pbx/rig/rig-plan.ts'

const { values } = parseArgs({ options: { 'base-port': { type: 'string' } } })
const basePort = values['base-port'] === undefined ? undefined : Number(values['base-port'])
if (basePort !== undefined && !(Number.isInteger(basePort) && basePort > 1023 && basePort < 65_000)) {
  console.error('--base-port must be a number between 1024 and 65000')
  process.exit(2)
}

const availability = await ensureAsterisk((line) => console.log(line))
if (!availability.ok) {
  console.error(`The PBX cannot be started: ${availability.why}`)
  process.exit(1)
}
const pbx = await startAsterisk({ prefix: availability.prefix, basePort })
console.log(await describe(pbx))

// Asterisk does not hold this process; the wait for a signal does.
const staying = setInterval(() => {}, 2 ** 30)
let leaving = false
const leave = async () => {
  if (leaving) return
  leaving = true
  clearInterval(staying)
  console.log('stopping …')
  await pbx.stop()
}
process.on('SIGINT', () => void leave())
process.on('SIGTERM', () => void leave())

/** Addresses are printed; secrets go to a file that only its owner reads. */
async function describe({ ports, agents, ami, plan, wsUrl, wssUrl, certificate, logFile }: Asterisk) {
  const accountsFile = join(plan.folder, 'accounts.json')
  await writeFile(accountsFile, `${JSON.stringify({ domain, agents, ami, ari: plan.ari }, null, 2)}\n`, {
    mode: 0o600,
  })
  const queues = plan.queues.map(({ name, did, extension }) => `${name} (${did}, inside ${extension})`)
  return `Asterisk is ready.
  WebSocket     ${wsUrl}
  secure        ${wssUrl}   certificate ${certificate.file}
  SIP trunk     udp and tcp 127.0.0.1:${ports.sip}; calls out go to 127.0.0.1:${ports.provider}
  AMI           127.0.0.1:${ports.ami}   users ${Object.values(ami)
    .map(({ username }) => username)
    .join(', ')}
  extensions    ${agents.map(({ extension, name }) => `${extension} ${name}`).join(', ')}
  call queues   ${queues.join(', ')}
  inside        600 echo, 601 tone, 602 speech, 603 digits, 65xx conference, 700 park, *8 and **1xx pickup
  a call        sipp -sn uac, or any phone, to ${echoNumber} (echo) at the SIP port
  accounts      ${accountsFile} (secrets, readable by you only)
  configuration ${rigFiles(plan).etc}
  log           ${logFile}
Ctrl+C ends it.`
}
