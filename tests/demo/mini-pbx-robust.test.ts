import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type MiniPbx, startMiniPbx } from '#demo/mini-pbx/mini-pbx.ts'
import { AmiClient, AmiRefusal } from '#tests/pbx/rig/ami-client.ts'

const users = [{ extension: '101', password: 'secret', name: 'Анна' }]
const amiUsers = [
  { username: 'watch', secret: 'watching' },
  { username: 'pause', secret: 'pausing', mayPause: true },
]

let pbx: MiniPbx | null = null
afterEach(async () => {
  await pbx?.close()
  pbx = null
})

async function connect(url: string): Promise<{ socket: WebSocket; next(): Promise<string> }> {
  const socket = new WebSocket(url, 'sip')
  const queue: string[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    queue.push(String(data))
    wake()
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const next = async () => {
    while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    return queue.shift()!
  }
  return { socket, next }
}

const options = (callId: string) =>
  `OPTIONS sip:pbx SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nFrom: <sip:101@x>;tag=1\r\nTo: <sip:pbx>\r\nCall-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\n\r\n`

describe('bad SIP', () => {
  test('of every kind is survived, and an honest request is answered after it', async () => {
    pbx = await startMiniPbx({ users })
    const { socket, next } = await connect(pbx.wsUrl)
    const base = options('bad')
    const invite = base.replaceAll('OPTIONS', 'INVITE')
    const bad = [
      'garbage',
      '\u0000\u0001\u0002',
      base.replace('Via', 'Vla'),
      base.replace('CSeq: 1 OPTIONS', 'CSeq: x'),
      base.replace('OPTIONS sip:pbx', 'OPTIONS  '),
      invite,
      invite.replace('From: <sip:101@x>;tag=1', 'From: ;;;<<<'),
      base.replaceAll('OPTIONS', 'REGISTER').replace('<sip:pbx>', '<sip:101@pbx.local'),
      base.replaceAll('OPTIONS', 'CANCEL'),
      base.replaceAll('OPTIONS', 'REFER'),
      base.replaceAll('OPTIONS', 'UNHEARDOF'),
      'SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x;branch=none\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n',
      invite.replace('CSeq', `Authorization: Digest ${'a="b",'.repeat(200)}\r\nCSeq`),
    ]
    for (let cut = 1; cut < base.length; cut += 7) bad.push(base.slice(0, cut))
    for (const text of bad) socket.send(text)
    socket.send(options('honest'))
    let answer = ''
    do answer = await next()
    while (!answer.includes('Call-ID: honest'))
    expect(answer).toMatch(/^SIP\/2\.0 200 OK/)
    expect(pbx.liveLegs()).toBe(0)
    socket.close()
  })

  test('a keep-alive is answered, a giant message closes only its own socket', async () => {
    pbx = await startMiniPbx({ users })
    const giant = await connect(pbx.wsUrl)
    const honest = await connect(pbx.wsUrl)
    const closed = new Promise((resolve) => giant.socket.once('close', resolve))
    giant.socket.on('error', () => {})
    giant.socket.send('x'.repeat(100_000))
    await closed
    honest.socket.send('\r\n\r\n')
    expect(await honest.next()).toBe('\r\n')
    honest.socket.close()
  })

  test('a client that does not speak the sub-protocol is turned away', async () => {
    pbx = await startMiniPbx({ users })
    const socket = new WebSocket(pbx.wsUrl)
    socket.on('error', () => {})
    await expect(new Promise((resolve) => socket.once('close', resolve))).resolves.toBe(1002)
  })
})

describe('AMI', () => {
  test('nobody gets in with a wrong secret, and before the login nothing is told', async () => {
    pbx = await startMiniPbx({ users, amiUsers })
    const connectAs = (secret: string) => AmiClient.connect({ port: pbx!.amiPort, username: 'watch', secret })
    await expect(connectAs('wrong')).rejects.toThrow(AmiRefusal)
    const ami = await connectAs('watching')
    expect(ami.greeting).toMatch(/^Asterisk Call Manager/)
    ami.close()
  })

  test('a snapshot has parameters, members and the callers who wait', async () => {
    let now = 1_000_000
    pbx = await startMiniPbx({ users, amiUsers, clock: () => now })
    const call = pbx.ring({ to: { queue: 'support' }, number: '+7495\r\nEvent: Forged', name: 'Иван: "К"' })
    now += 7_000
    const ami = await AmiClient.connect({ port: pbx.amiPort, username: 'watch', secret: 'watching' })
    const snapshot = await ami.list('QueueStatus')
    expect(snapshot.map(({ Event }) => Event)).toEqual(['QueueParams', 'QueueMember', 'QueueEntry'])
    expect(snapshot[0]).toMatchObject({ Queue: 'support', Calls: '1', Strategy: 'ringall' })
    expect(snapshot[1]).toMatchObject({ Name: 'Анна', Location: 'PJSIP/101', Status: '5', Paused: '0' })
    expect(snapshot[2]).toMatchObject({
      Position: '1',
      CallerIDNum: '+7495 Event: Forged',
      CallerIDName: 'Иван: "К"',
      Wait: '7',
      Uniqueid: call.id,
    })
    expect(await ami.list('QueueSummary', { Queue: 'support' })).toMatchObject([
      { Queue: 'support', Callers: '1', LongestHoldTime: '7', LoggedIn: '0' },
    ])
    const abandoned = ami.once('QueueCallerAbandon')
    call.hangUp()
    expect(await abandoned).toMatchObject({ HoldTime: '7', OriginalPosition: '1' })
    expect(await call.ended).toEqual({ why: 'abandoned' })
    ami.close()
  })

  test('watching is not pausing, and pausing is not everything', async () => {
    pbx = await startMiniPbx({ users, amiUsers })
    const watch = await AmiClient.connect({ port: pbx.amiPort, username: 'watch', secret: 'watching' })
    const pause = await AmiClient.connect({ port: pbx.amiPort, username: 'pause', secret: 'pausing' })
    const request = { Interface: 'PJSIP/101', Paused: 'true', Reason: 'обед' }
    await expect(watch.action('QueuePause', request)).rejects.toThrow('Permission denied')
    const paused = watch.once('QueueMemberPause')
    await pause.action('QueuePause', request)
    expect(await paused).toMatchObject({ Paused: '1', PausedReason: 'обед', MemberName: 'Анна' })
    await expect(pause.action('Originate', { Channel: 'x' })).rejects.toThrow('Permission denied')
    await expect(pause.action('QueuePause', { Interface: 'PJSIP/999', Paused: 'true' })).rejects.toThrow(
      'not found',
    )
    watch.close()
    pause.close()
  })
})

test('a taken port is an error, and nothing stays behind', async () => {
  pbx = await startMiniPbx({ users })
  await expect(startMiniPbx({ users, port: pbx.port })).rejects.toThrow('EADDRINUSE')
})

test('after close no timer and no socket keeps the process', async () => {
  const program = `
    const { startMiniPbx } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/demo/mini-pbx/mini-pbx.ts'))})
    const pbx = await startMiniPbx({ users: [{ extension: '101', password: 'x', name: 'A' }] })
    const socket = new WebSocket(pbx.wsUrl, 'sip')
    await new Promise((resolve) => { socket.onopen = resolve })
    pbx.ring({ to: { queue: 'support' }, number: '1' })
    pbx.ring({ to: ['101'], number: '2' })
    await pbx.close()
    console.log('closed')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (data) => {
    said += data
  })
  const code = await new Promise((resolve) => {
    child.once('exit', resolve)
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  })
  expect(said).toContain('closed')
  expect(code).toBe(0)
})
