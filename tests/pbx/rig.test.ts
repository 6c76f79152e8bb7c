import { readFile, stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AmiRefusal } from './rig/ami-client.ts'
import { type Asterisk, startAsterisk } from './rig/asterisk.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { domain, echoNumber, supportNumber } from './rig/rig-plan.ts'
import { SippCustomers } from './rig/sipp.ts'

await describeOnAsterisk('the Asterisk rig', { tools: ['sipp'] }, (prefix) => {
  let pbx: Asterisk
  let customers: SippCustomers

  beforeAll(async () => {
    pbx = await startAsterisk({ prefix })
    customers = new SippCustomers({ ports: pbx.ports, folder: pbx.plan.folder })
  })
  afterAll(async () => {
    customers.killAll()
    await pbx.stop()
  })

  test('boots with neither error nor warning in its log', async () => {
    // A thread of its own writes the log, after the fact.
    await expect.poll(() => readFile(pbx.logFile, 'utf8')).toContain('Asterisk Ready')
    const log = await readFile(pbx.logFile, 'utf8')
    expect(log.split('\n').filter((line) => /\b(WARNING|ERROR)\b/.test(line))).toEqual([])
  })

  test('makes its secrets for this run and keeps them to its owner', async () => {
    const secrets = [...pbx.agents.map(({ secret }) => secret), pbx.ami.full.secret, pbx.ami.watch.secret]
    expect(new Set(secrets).size).toBe(secrets.length)
    const { mode } = await stat(`${pbx.plan.folder}/etc/pjsip.conf`)
    expect(mode & 0o077).toBe(0)
  })

  test('a customer who calls the echo number hears back what they say', async () => {
    const call = await customers.customer({ number: '+79161234567', name: 'Ромашка', to: echoNumber })
    await expect
      .poll(() => trunkPackets(pbx), { timeout: 10_000 })
      .toMatchObject({
        heard: expect.toSatisfy((packets: number) => packets > 10),
        said: expect.toSatisfy((packets: number) => packets > 10),
      })
    expect((await call.hangUp()).code).toBe(0)
  })

  test('a queue watcher sees the caller come and give up, and may touch nothing', async () => {
    const watcher = await pbx.connectAmi(pbx.ami.watch)
    const joined = watcher.once('QueueCallerJoin')
    const call = await customers.customer({ number: '84955556677', name: 'Romashka', to: supportNumber })
    expect(await joined).toMatchObject({
      Queue: 'support',
      Position: '1',
      CallerIDNum: '84955556677',
      CallerIDName: 'Romashka',
    })
    const abandoned = watcher.once('QueueCallerAbandon')
    await call.hangUp()
    expect(await abandoned).toMatchObject({ Queue: 'support' })
    const originate = watcher.action('Originate', { Channel: 'PJSIP/101', Application: 'Echo' })
    await expect(originate).rejects.toThrow(AmiRefusal)
    await expect(originate).rejects.toThrow('Permission denied')
    await expect(watcher.action('QueuePause', { Interface: 'PJSIP/101', Paused: 'true' })).rejects.toThrow(
      'Permission denied',
    )
  })

  test('an account that may pause members may do nothing else', async () => {
    const ami = await pbx.connectAmi(pbx.ami.pause)
    const paused = ami.once('QueueMemberPause', ({ Queue }) => Queue === 'support')
    await ami.action('QueuePause', {
      Queue: 'support',
      Interface: 'PJSIP/104',
      Paused: 'true',
      Reason: 'обед',
    })
    expect(await paused).toMatchObject({ Paused: '1', PausedReason: 'обед', Interface: 'PJSIP/104' })
    await ami.action('QueuePause', { Queue: 'support', Interface: 'PJSIP/104', Paused: 'false' })
    await expect(ami.action('Command', { Command: 'core show version' })).rejects.toThrow('Permission denied')
  })

  test('a number of nobody is refused, and the customer is told so', async () => {
    const call = await customers.customer({ number: '+79161234567', to: '7495111101' })
    expect((await call.done).refusedWith).toBe(404)
  })

  test('the outside line reaches the provider', async () => {
    const provider = await customers.provider()
    const ami = await pbx.connectAmi()
    const answered = ami.once('Newstate', ({ Channel, ChannelStateDesc }) =>
      Boolean(Channel?.startsWith('PJSIP/trunk') && ChannelStateDesc === 'Up'),
    )
    await ami.action('Originate', {
      Channel: 'PJSIP/84951234567@trunk',
      Application: 'Wait',
      Data: 30,
      Async: 'true',
    })
    const { Channel } = await answered
    await ami.action('Hangup', { Channel: Channel! })
    await provider.stop()
  })

  test('a power cut and a new start keep ports and accounts', async () => {
    await pbx.restart('SIGKILL')
    const ami = await pbx.connectAmi(pbx.ami.watch)
    const queues = (await ami.list('QueueStatus')).filter(({ Event }) => Event === 'QueueParams')
    expect(queues.map(({ Queue }) => Queue).sort()).toEqual(['printers', 'support'])
    expect(await pbx.cli('pjsip show endpoint 101')).toContain(domain)
  })
})

/** RTP packets of the only call at the trunk: heard from the customer, said to the customer. */
async function trunkPackets(pbx: Asterisk): Promise<{ heard: number; said: number }> {
  const statistics = await pbx.cli('pjsip show channelstats')
  const [, heard, said] = /trunk-.*alaw\s+(\d+)\s+\d+\s+\d+\s+[\d.]+\s+(\d+)/.exec(statistics) ?? []
  return { heard: Number(heard ?? 0), said: Number(said ?? 0) }
}
