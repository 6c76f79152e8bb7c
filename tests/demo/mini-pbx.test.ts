import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MiniPbx, type MiniPbxNews, startMiniPbx } from '#demo/mini-pbx/mini-pbx.ts'
import { AmiClient } from '#tests/pbx/rig/ami-client.ts'
import { chromiumPath, launchChromium } from '#tests/pbx/rig/chromium.ts'
import { Softphone } from '#tests/pbx/rig/softphone/softphone.ts'

const users = [
  { extension: '101', password: 'анна-101', name: 'Анна Смирнова' },
  { extension: '102', password: 'boris-102', name: 'Борис Ким' },
  { extension: '103', password: 'vera-103', name: 'Вера Орлова' },
]
const watcher = { username: 'watch', secret: 'watching' }

describe.skipIf(chromiumPath() === '' && process.env.CI !== 'true')(
  'the mini-PBX with phones in Chromium',
  () => {
    let pbx: MiniPbx
    let browser: Browser
    let anna: Softphone
    let boris: Softphone
    const news: MiniPbxNews[] = []

    const accountOf = (extension: string, password?: string) => ({
      extension,
      password: password ?? users.find((user) => user.extension === extension)!.password,
      server: pbx.wsUrl,
      domain: pbx.domain,
    })
    const customer = { number: '+74955556677', name: 'ООО «Ромашка»' }

    beforeAll(async () => {
      pbx = await startMiniPbx({
        users,
        amiUsers: [watcher],
        queues: [{ name: 'support', extension: '500', members: ['101', '102'] }],
        outside: (number) =>
          number === '84950000486'
            ? { kind: 'refuses', ringMs: 10, status: 486 }
            : { kind: 'answers', ringMs: 50, name: 'Outside' },
      })
      pbx.events.on((told) => news.push(told))
      browser = await launchChromium()
      ;[anna, boris] = await Promise.all([
        Softphone.open(browser, accountOf('101')),
        Softphone.open(browser, accountOf('102')),
      ])
    }, 60_000)
    afterAll(async () => {
      await browser?.close()
      await pbx?.close()
    })

    /** Everybody has put the receiver down: what one test leaves behind must not disturb the next. */
    const quiet = () => expect.poll(() => pbx.liveLegs()).toBe(0)

    test('a wrong password is refused with 401, a stranger with 404', async () => {
      const phone = await Softphone.openIdle(browser, '103')
      expect(await phone.do('start', accountOf('103', 'wrong'))).toBe(401)
      const stranger = await Softphone.openIdle(browser, '999')
      expect(await stranger.do('start', accountOf('999', 'any'))).toBe(404)
      expect(pbx.registered().sort()).toEqual(['101', '102'])
      await Promise.all([phone.close(), stranger.close()])
    })

    test('a customer rings with number, name and headers, and both hear each other', async () => {
      const call = pbx.ring({ to: ['101'], ...customer, headers: { 'X-Dialed-Number': '74951112233' } })
      const invite = await anna.next('invite')
      expect(invite).toMatchObject({ from: '+74955556677', name: 'ООО «Ромашка»' })
      expect(invite.headers).toMatchObject({ 'X-Call-Id': call.id, 'X-Dialed-Number': '74951112233' })
      expect(invite.headers['P-Asserted-Identity']).toContain('sip:+74955556677@pbx.local')
      await anna.do('answer', invite.call)
      expect(await call.answered).toBe('101')
      const heard = await anna.hearsAndSays(invite.call, 25)
      expect(heard.codec).toBe('audio/PCMA')
      expect(heard.energy).toBeGreaterThan(0)
      expect(call.stats()).toMatchObject({ phone: { extension: '101', held: false } })
      expect(call.stats().heard).toBeGreaterThan(20)
      await anna.do('hangUp', invite.call)
      expect(await call.ended).toEqual({ why: 'hungUp', by: 'pbx' })
      await quiet()
    })

    test('hold silences both directions for the customer, resume brings them back', async () => {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { call: index } = await anna.next('invite')
      await anna.do('answer', index)
      await anna.hearsAndSays(index, 5)
      expect(await anna.do('hold', index)).toBe('sendonly')
      expect(call.stats().phone?.held).toBe(true)
      const [heldAt, sentAt] = [call.stats().heard, call.stats().phone!.sent]
      // The microphone still sends: 10 more packets of it prove that time has passed.
      const { received } = call.stats().phone!
      await expect.poll(() => call.stats().phone!.received).toBeGreaterThan(received + 10)
      expect(call.stats().heard).toBe(heldAt)
      expect(call.stats().phone!.sent).toBe(sentAt)
      expect(await anna.do('resume', index)).toBe('sendrecv')
      await anna.hearsAndSays(index, 10)
      await expect.poll(() => call.stats().heard).toBeGreaterThan(heldAt + 5)
      call.hangUp()
      await anna.next('bye')
      expect(await call.ended).toEqual({ why: 'hungUp', by: 'customer' })
      await quiet()
    })

    test('of two who ring one answers, and the other learns that it was answered elsewhere', async () => {
      const call = pbx.ring({ to: ['101', '102'], ...customer })
      const [atAnna, atBoris] = await Promise.all([anna.next('invite'), boris.next('invite')])
      expect(atAnna.headers['X-Call-Id']).toBe(atBoris.headers['X-Call-Id'])
      expect(atAnna.headers['Call-ID']).not.toBe(atBoris.headers['Call-ID'])
      await boris.do('answer', atBoris.call)
      const cancelled = await anna.next('cancelled')
      expect(cancelled.reasons).toEqual(['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26'])
      expect(await call.answered).toBe('102')
      call.hangUp()
      await boris.next('bye')
      await quiet()
    })

    test('a customer who gives up is a missed call, a refusal is told as such', async () => {
      const abandoned = pbx.ring({ to: ['101'], ...customer })
      await anna.next('invite')
      abandoned.hangUp()
      expect((await anna.next('cancelled')).reasons).toEqual(['Q.850;cause=127'])
      expect(await abandoned.ended).toEqual({ why: 'abandoned' })
      const refused = pbx.ring({ to: ['101'], number: '', name: '' })
      const invite = await anna.next('invite')
      expect(invite.from).toBe('anonymous')
      await anna.do('reject', invite.call, 486)
      expect(await refused.ended).toEqual({ why: 'refused', status: 486 })
      expect(await refused.answered).toBeNull()
      expect(await pbx.ring({ to: ['103'], ...customer }).ended).toEqual({ why: 'nobody' })
      await quiet()
    })

    test('echo sends back what is said, keys arrive, and unknown extensions are told from busy numbers', async () => {
      const index = await anna.do('call', '600')
      await anna.reaches(index, 'Established')
      const echo = await anna.hearsAndSays(index, 20)
      expect(echo.energy).toBeGreaterThan(0)
      await anna.do('press', index, '7')
      await expect
        .poll(() => news)
        .toContainEqual(expect.objectContaining({ type: 'key', extension: '101', key: '7' }))
      await anna.do('hangUp', index)
      await anna.do('call', '103')
      expect(await anna.next('rejected')).toMatchObject({
        status: 404,
        reason: 'Q.850;cause=3;text="No route to destination"',
      })
      await anna.do('call', '84950000486')
      expect(await anna.next('rejected')).toMatchObject({ status: 486 })
      await quiet()
    })

    test('a number outside rings and answers', async () => {
      const index = await anna.do('call', '+79161234567')
      expect(await anna.next('progress', ({ status }) => status === 180)).toBeDefined()
      await anna.reaches(index, 'Established')
      await anna.hearsAndSays(index, 10)
      await anna.do('hangUp', index)
      await quiet()
    })

    test('two dispatchers talk, and a colleague sees who is on the phone', async () => {
      await boris.do('watch', '101')
      expect((await boris.next('watched')).body).toContain('<state>terminated</state>')
      const index = await anna.do('call', '102')
      const invite = await boris.next('invite')
      expect(invite).toMatchObject({ from: '101', name: 'Анна Смирнова' })
      await boris.do('answer', invite.call)
      await anna.reaches(index, 'Established')
      const [atAnna, atBoris] = await Promise.all([
        anna.hearsAndSays(index, 20),
        boris.hearsAndSays(invite.call, 20),
      ])
      expect(atAnna.energy).toBeGreaterThan(0)
      expect(atBoris.energy).toBeGreaterThan(0)
      await boris.next(
        'watched',
        ({ body }) => body.includes('<state>confirmed</state>') && body.includes('sip:102@'),
      )
      await boris.do('hangUp', invite.call)
      await anna.reaches(index, 'Terminated')
      await boris.next('watched', ({ body }) => body.includes('<state>terminated</state>'))
      await quiet()
    })

    test('a blind transfer takes the customer to the colleague, and back when it fails', async () => {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { call: index } = await anna.next('invite')
      await anna.do('answer', index)
      await anna.hearsAndSays(index, 5)

      expect(await anna.do('transferTo', index, '103')).toBe(202)
      await anna.next('transfer', ({ said }) => said === 'SIP/2.0 404 Not Found')
      await anna.hearsAndSays(index, 10)
      expect(call.stats().phone?.extension).toBe('101')

      expect(await anna.do('transferTo', index, '102')).toBe(202)
      const invite = await boris.next('invite')
      expect(invite.from).toBe(customer.number)
      expect(invite.headers['X-Call-Id']).toBe(call.id)
      expect(invite.headers['Referred-By']).toContain('sip:101@pbx.local')
      await boris.do('answer', invite.call)
      await anna.next('transfer', ({ said }) => said === 'SIP/2.0 200 OK')
      await anna.do('hangUp', index)
      await boris.hearsAndSays(invite.call, 10)
      expect(call.stats().phone?.extension).toBe('102')
      call.hangUp()
      await boris.next('bye')
      await quiet()
    })

    test('an attended transfer joins the two others and tells the colleague who the customer is', async () => {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { call: first } = await anna.next('invite')
      await anna.do('answer', first)
      await anna.do('hold', first)
      const second = await anna.do('call', '102')
      const invite = await boris.next('invite')
      await boris.do('answer', invite.call)
      await anna.reaches(second, 'Established')
      expect(await anna.do('transferToCall', first, second)).toBe(202)
      await anna.next('transfer', ({ said }) => said === 'SIP/2.0 200 OK')
      const identified = await boris.next('reinvited')
      expect(identified.asserted).toContain('sip:+74955556677@')
      await Promise.all([anna.reaches(first, 'Terminated'), anna.reaches(second, 'Terminated')])
      const heard = await boris.hearsAndSays(invite.call, 20)
      expect(heard.energy).toBeGreaterThan(0)
      expect(call.stats().phone).toMatchObject({ extension: '102' })
      await boris.do('hangUp', invite.call)
      expect(await call.ended).toEqual({ why: 'hungUp', by: 'pbx' })
      await quiet()
    })

    test('several calls at once at one phone', async () => {
      const calls = ['+79160000001', '+79160000002', '+79160000003'].map((number) =>
        pbx.ring({ to: ['101'], number }),
      )
      const invites = [await anna.next('invite'), await anna.next('invite'), await anna.next('invite')]
      for (const { call } of invites) await anna.do('answer', call)
      await Promise.all(calls.map((call) => call.answered))
      await Promise.all(invites.map(({ call }) => anna.hearsAndSays(call, 10)))
      for (const call of calls) call.hangUp()
      await quiet()
    })

    test('a call outlives its socket: the phone comes back from another one', async () => {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { call: index } = await anna.next('invite')
      await anna.do('answer', index)
      await anna.hearsAndSays(index, 5)
      pbx.dropConnections()
      await Promise.all([anna.next('disconnected'), boris.next('disconnected')])
      expect(await Promise.all([anna.do('reconnect'), boris.do('reconnect')])).toEqual([200, 200])
      expect(await anna.do('restartIce', index)).toBe('sendrecv')
      await anna.hearsAndSays(index, 10)
      call.hangUp()
      await anna.next('bye')
      await quiet()
    })

    test('the queue rings its free members, and a watcher hears the story in AMI', async () => {
      const ami = await AmiClient.connect({ port: pbx.amiPort, ...watcher })
      const call = pbx.ring({ to: { queue: 'support' }, ...customer })
      const [atAnna, atBoris] = await Promise.all([anna.next('invite'), boris.next('invite')])
      expect(atAnna.headers['X-Queue']).toBe('support')
      await boris.do('reject', atBoris.call, 486)
      await anna.do('answer', atAnna.call)
      expect(await call.answered).toBe('101')
      await anna.hearsAndSays(atAnna.call, 5)
      const completed = ami.once('AgentComplete')
      call.hangUp()
      expect(await completed).toMatchObject({
        Reason: 'caller',
        MemberName: 'Анна Смирнова',
        Linkedid: call.id,
      })
      const story = ami.history.filter(
        ({ Event }) => !['FullyBooted', 'QueueMemberStatus'].includes(Event ?? ''),
      )
      expect(story.map(({ Event }) => Event)).toEqual([
        ...['QueueCallerJoin', 'AgentCalled', 'AgentCalled', 'AgentRingNoAnswer'],
        ...['QueueCallerLeave', 'AgentConnect', 'AgentComplete'],
      ])
      expect(story[0]).toMatchObject({ Queue: 'support', Position: '1', CallerIDNum: customer.number })
      ami.close()
      await quiet()
    })
  },
)
