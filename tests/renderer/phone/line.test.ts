// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { acceptRegister, challenge, refuseRegister, SipPeer } from '../../support/sip-peer/sip-peer.ts'
import { header, plainSdp } from '../../support/sip-peer/sip-text.ts'

describe('the line', () => {
  test('is ready only when this socket was registered', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = () => null
    await rig.until('registering', ({ line }) => line.state === 'registering')
    const request = await rig.peer.request('REGISTER')
    expect(rig.phone.snapshot.line.state).toBe('registering')
    rig.peer.send(acceptRegister()(request, rig.peer) ?? '')
    await rig.until('ready', ({ line }) => line.state === 'ready')
  })

  test('cut, it says so at once, comes back by itself and registers anew', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.cut()
    const lost = await rig.until('deaf', ({ line }) => line.state === 'backoff')
    expect(lost.line).toMatchObject({ fault: 'socketLost', attempt: 1 })
    await rig.until('ready again', ({ line }) => line.state === 'ready')
    expect(rig.peer.connections).toBe(2)
  })

  test('a PBX that comes back later is found again', async () => {
    await using rig = await PhoneAtPeer.ready()
    await rig.peer.close()
    await rig.until('unreachable', ({ line }) => line.state === 'backoff' && line.fault === 'unreachable')
    await rig.peer.open()
    await rig.until('ready again', ({ line }) => line.state === 'ready')
  })

  test('a first server that is not there leaves it to the second', async () => {
    await using dead = await closedPeer()
    await using rig = await PhoneAtPeer.start({ servers: (url) => [dead.url, url] })
    await rig.until('ready', ({ line }) => line.state === 'ready')
    expect(rig.peer.connections).toBe(1)
  })

  test('a wrong password is said, and not tried again and again', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = refuseRegister('401 Unauthorized', [challenge('pbx')])
    rig.phone.reconnect()
    const { line } = await rig.until('refused', (snapshot) => snapshot.line.state === 'refused')
    expect(line).toMatchObject({ fault: 'wrongPassword' })
    expect(rig.peer.received.filter(({ method }) => method === 'REGISTER').length).toBeLessThanOrEqual(3)
    rig.peer.register = acceptRegister()
    rig.logIn('the right one')
    await rig.until('ready', (snapshot) => snapshot.line.state === 'ready')
  })

  test.each([
    ['404 Not Found', 'refused', 'unknownUser'],
    ['403 Forbidden', 'refused', 'forbidden'],
    ['503 Service Unavailable', 'backoff', 'registrarError'],
  ])('REGISTER answered %s makes it %s (%s)', async (status, state, fault) => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = refuseRegister(status)
    rig.phone.reconnect()
    const { line } = await rig.until(state, (snapshot) => snapshot.line.state === state)
    expect(line).toMatchObject({ fault })
  })

  test('a 200 that names only somebody else means: replaced elsewhere', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = refuseRegister('200 OK', [
      'Contact: <sip:other@elsewhere.invalid;transport=ws>;expires=300',
    ])
    rig.phone.reconnect()
    const { line } = await rig.until('refused', (snapshot) => snapshot.line.state === 'refused')
    expect(line).toMatchObject({ fault: 'replacedElsewhere' })
  })

  test('another phone that took our place while we were registered is found out by asking', async () => {
    await using rig = await PhoneAtPeer.ready()
    const others = refuseRegister('200 OK', [
      'Contact: <sip:other@elsewhere.invalid;transport=ws>;expires=300',
    ])
    rig.peer.register = others
    rig.phone.reconnect()
    const { line } = await rig.until('refused', (snapshot) => snapshot.line.state === 'refused')
    expect(line).toMatchObject({ fault: 'replacedElsewhere' })
    const asked = rig.peer.received.findLast(({ method }) => method === 'REGISTER')
    expect(asked && header(asked, 'contact')).toBe('')
  })

  test.each([['Contact: %%%'], []])(
    'a registrar that tells no addresses (%j) takes nobody’s line',
    async (...told) => {
      await using rig = await PhoneAtPeer.ready()
      rig.peer.register = refuseRegister('200 OK', told)
      rig.phone.reconnect()
      await rig.peer.next(
        'a question',
        ({ method, headers }) => method === 'REGISTER' && !headers.has('contact'),
      )
      await rig.peer.roundTrip()
      expect(rig.phone.snapshot.line).toMatchObject({ state: 'ready' })
    },
  )

  test.each(['99999999999', 'soon', ''])(
    'an expires of %j does not make a storm of registrations',
    async (expires) => {
      await using rig = await PhoneAtPeer.start()
      rig.peer.register = (request) => {
        const contact = header(request, 'contact').replace(/;expires=\d+/, '')
        return refuseRegister('200 OK', [
          `Contact: ${contact}${expires === '' ? '' : `;expires=${expires}`}`,
        ])(request, rig.peer)
      }
      rig.phone.reconnect()
      await rig.until('ready', ({ line }) => line.state === 'ready')
      const before = rig.peer.received.filter(({ method }) => method === 'REGISTER').length
      // A round trip of another message gives a storm its time to show.
      rig.peer.invite()
      await rig.peer.response(180, 'INVITE')
      expect(rig.peer.received.filter(({ method }) => method === 'REGISTER').length).toBe(before)
    },
  )

  test('the better of two challenges is answered: SHA-256 last does not lock us out', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = (request, peer) =>
      header(request, 'authorization') === ''
        ? refuseRegister('401 Unauthorized', [
            challenge('pbx'),
            'WWW-Authenticate: Digest realm="pbx", nonce="n2", algorithm=SHA-256, qop="auth"',
          ])(request, peer)
        : acceptRegister()(request, peer)
    rig.phone.reconnect()
    await rig.until('ready', ({ line }) => line.state === 'ready')
  })

  test('a registrar that wants a longer time (423) gets it', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = (request, peer) =>
      /expires=300/.test(header(request, 'contact'))
        ? refuseRegister('423 Interval Too Brief', ['Min-Expires: 3600'])(request, peer)
        : acceptRegister(3_600)(request, peer)
    await rig.until('ready', ({ line }) => line.state === 'ready')
  })

  test('bytes that are no UTF-8 in a caller name cost the socket, not the line', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.sendBytes(Uint8Array.from([0x49, 0x4e, 0x56, 0xc8, 0xe2, 0xe0, 0xed]))
    await rig.until('deaf', ({ line }) => line.state !== 'ready')
    await rig.until('ready again', ({ line }) => line.state === 'ready')
  })

  test('says farewell within a second: BYE, then the end of the registration', async () => {
    const rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    const answering = rig.phone.answer(id)
    rig.peer.inDialog(invite, await rig.peer.response(200, 'INVITE'), 'ACK', 1)
    await answering
    const began = performance.now()
    await rig.phone.stop()
    expect(performance.now() - began).toBeLessThan(1_000)
    await rig.peer.request('BYE')
    await rig.peer.next(
      'unregister',
      (message) => message.method === 'REGISTER' && /expires=0/.test(message.text),
    )
    expect(rig.phone.snapshot.line.state).toBe('off')
    await rig.peer.close()
  })
})

describe('a socket lost under calls', () => {
  test('a conversation goes on, and is told to the PBX anew when the line is back', async () => {
    await using rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    const answering = rig.phone.answer(id)
    rig.peer.inDialog(invite, await rig.peer.response(200, 'INVITE'), 'ACK', 1)
    await answering
    rig.peer.cut()
    await rig.until('detached', ({ calls }) => calls[0]?.state === 'active' && !calls[0].attached)
    const again = await rig.peer.request('INVITE')
    rig.peer.reply(again, '200 OK', {
      headers: ['Contact: <sip:asterisk@127.0.0.1;transport=ws>'],
      body: plainSdp(),
    })
    await rig.until('attached', ({ calls }) => calls[0]?.state === 'active' && calls[0].attached)
    await rig.phone.hangUp(id)
    await rig.peer.request('BYE')
  })

  test('a conversation the PBX forgot (481) ends as lost', async () => {
    await using rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    const answering = rig.phone.answer(id)
    rig.peer.inDialog(invite, await rig.peer.response(200, 'INVITE'), 'ACK', 1)
    await answering
    rig.peer.cut()
    rig.peer.reply(await rig.peer.request('INVITE'), '481 Call/Transaction Does Not Exist')
    expect(await rig.callIn('over')).toMatchObject({ end: 'transportLost', sipCode: 481 })
  })

  test('a call that only rang is over: it can no longer be answered', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite()
    await rig.callIn('ringing')
    rig.peer.cut()
    expect(await rig.callIn('over')).toMatchObject({ end: 'transportLost' })
    expect(rig.media.ringing).toBe('none')
  })
})

async function closedPeer(): Promise<{ url: string } & AsyncDisposable> {
  const peer = await SipPeer.listen()
  await peer.close()
  return { url: peer.url, [Symbol.asyncDispose]: async () => {} }
}
