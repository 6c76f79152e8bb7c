// @vitest-environment node
import { Core } from 'sip.js'
import { describe, expect, test } from 'vitest'
import { overLimit } from '#renderer/phone/sip-guards/limits.ts'
import { redact } from '#renderer/phone/sip-guards/redact.ts'
import { repairMessage } from '#renderer/phone/sip-guards/repair-message.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { type InviteLines, SipPeer } from '../../support/sip-peer/sip-peer.ts'
import { plainSdp, readSip } from '../../support/sip-peer/sip-text.ts'

const cp1251 = 'Èâàíîâ' // what a CP1251 name looks like once somebody made UTF-8 of it

/** What PBXs really send, and worse: all of these must ring. */
const rings: [what: string, lines: InviteLines, number: string, name: string][] = [
  [
    'an unquoted Cyrillic name',
    { from: 'From: Иван Петров <sip:+79161112233@h>;tag=a' },
    '+79161112233',
    'Иван Петров',
  ],
  ['an unquoted comma', { from: 'From: Петров, Иван <sip:101@h>;tag=a' }, '101', 'Петров, Иван'],
  ['brackets in an unquoted name', { from: 'From: Офис (склад) <sip:101@h>;tag=a' }, '101', 'Офис (склад)'],
  [
    'an @ in an unquoted name',
    { from: 'From: ivan@romashka.ru <sip:101@h>;tag=a' },
    '101',
    'ivan@romashka.ru',
  ],
  ['inner quotes not escaped', { from: 'From: "ООО "Ромашка"" <sip:101@h>;tag=a' }, '101', 'ООО "Ромашка"'],
  ['a quote never closed', { from: 'From: "Ромашка <sip:101@h>;tag=a' }, '101', 'Ромашка'],
  ['a bracket never closed', { from: 'From: Ромашка <sip:101@h;tag=a' }, '101', 'Ромашка'],
  ['another encoding in the name', { from: `From: ${cp1251} <sip:101@h>;tag=a` }, '101', cp1251],
  ['a tel: From', { from: 'From: <tel:+7-916-111-22-33>;tag=a' }, '+79161112233', ''],
  ['a tel: From without brackets', { from: 'From: tel:+79161112233;tag=a' }, '+79161112233', ''],
  ['a tel: Contact', { contact: 'Contact: <tel:+79161112233>' }, '+74955556677', 'Ромашка'],
  ['a space in the user', { from: 'From: <sip:8 495 1112233@h>;tag=a' }, '8 495 1112233', ''],
  ['a # in the user', { from: 'From: <sip:#21@h>;tag=a' }, '#21', ''],
  ['a bare % in the user', { from: 'From: <sip:100%@h>;tag=a' }, '100%', ''],
  ['Cyrillic in the user', { from: 'From: <sip:Иван@h>;tag=a' }, 'Иван', ''],
  ['no user', { from: 'From: <sip:@h>;tag=a' }, '', ''],
  ['an empty tag', { from: 'From: <sip:101@h>;tag=' }, '101', ''],
  ['an underscore in the host', { from: 'From: <sip:101@my_pbx.local>;tag=a' }, '101', ''],
  ['a host beyond ASCII', { from: 'From: <sip:101@атс.рф>;tag=a' }, '101', ''],
  ['a host that is a number', { from: 'From: <sip:101@1.2>;tag=a' }, '101', ''],
  ['an unknown scheme in From', { from: 'From: "Иван" <im:101@h>;tag=a' }, '101', 'Иван'],
  ['nothing but a name in From', { from: 'From: Иван;tag=a' }, '', ''],
  [
    'an underscore in Record-Route',
    { headers: ['Record-Route: <sip:edge_1.pbx;lr>'] },
    '+74955556677',
    'Ромашка',
  ],
  ['a NUL in the name', { from: 'From: "Ива\u0000н" <sip:101@h>;tag=a' }, '101', 'Ива н'],
  ['a folded header', { from: 'From: "Иван"\r\n <sip:101@h>;tag=a' }, '101', 'Иван'],
  ['compact names', { from: 'f: Иван <sip:101@h>;tag=a', contact: 'm: <sip:x@my_host>' }, '101', 'Иван'],
  ['a body without a type', { headers: ['Subject: x'], body: '' }, '+74955556677', 'Ромашка'],
  ['an Expires that cannot be read', { headers: ['Expires: soon'] }, '+74955556677', 'Ромашка'],
  ['an Expires beyond any timer', { headers: ['Expires: 4294967295'] }, '+74955556677', 'Ромашка'],
  ['a name of bidi tricks', { from: 'From: "\u202eкод" <sip:101@h>;tag=a' }, '101', 'код'],
  [
    'a name of 5,000 letters',
    { from: `From: "${'я'.repeat(5_000)}" <sip:101@h>;tag=a` },
    '101',
    'я'.repeat(64),
  ],
]

/** What nobody can read: answered, and told with what could be seen. */
const refusals: [what: string, lines: InviteLines, code: number][] = [
  ['a tel: Request-URI', { startLine: 'INVITE tel:+74951112233 SIP/2.0' }, 416],
  ['a Request-URI of an unknown scheme', { startLine: 'INVITE nobody:x SIP/2.0' }, 416],
  ['a Request-URI with a space', { startLine: 'INVITE sip:1 01@h SIP/2.0' }, 400],
  ['another version', { startLine: 'INVITE sip:101@h SIP/7.0' }, 505],
  ['a CSeq that is none', { cseq: 'CSeq: one INVITE' }, 400],
  ['a CSeq of another method', { cseq: 'CSeq: 1 BYE' }, 400],
  ['no Contact', { contact: 'X-None: 1' }, 400],
  ['300 headers', { headers: Array.from({ length: 300 }, (_, index) => `X-${index}: 1`) }, 513],
  [
    '100 values of Record-Route',
    { headers: Array.from({ length: 100 }, () => 'Record-Route: <sip:h;lr>') },
    513,
  ],
  ['a header of 9,000 characters', { headers: [`X-Long: ${'x'.repeat(9_000)}`] }, 513],
  ['a message of 70,000 characters', { body: `${plainSdp()}a=x:${'x'.repeat(70_000)}\r\n` }, 513],
]

describe('an INVITE with', () => {
  test.each(rings)('%s rings', async (_, lines, number, name) => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite(lines)
    await rig.peer.response(180, 'INVITE')
    expect((await rig.callIn('ringing')).peer).toMatchObject({ number, name })
    expect(rig.phone.snapshot.line.state).toBe('ready')
  })

  test.each(refusals)('%s is answered, and pops as unreadable', async (_, lines, code) => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite(lines)
    await rig.peer.next(`a ${code}`, (message) => message.code === code)
    const call = await rig.callIn('over')
    expect(call).toMatchObject({
      end: 'unreadable',
      sipCode: code,
      peer: { number: '+74955556677', name: 'Ромашка' },
    })
    expect(rig.story()).toEqual(['offered', 'ended unreadable'])
    expect(rig.phone.snapshot.line.state).toBe('ready')
  })

  test('lines ended by LF alone rings', async () => {
    await using rig = await PhoneAtPeer.ready()
    const twin = new SipPeer()
    let text = ''
    twin.send = (sent) => {
      text = sent
    }
    twin.invite({ startLine: `INVITE ${rig.peer.contact} SIP/2.0`, to: `To: <${rig.peer.contact}>` })
    rig.peer.send(text.replaceAll('\r\n', '\n'))
    await rig.callIn('ringing')
  })

  test('an unreadable line, sent twice, pops once', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite({ cseq: 'CSeq: one INVITE', callId: 'same' })
    rig.peer.invite({ cseq: 'CSeq: one INVITE', callId: 'same' })
    await rig.peer.roundTrip()
    expect(rig.story()).toEqual(['offered', 'ended unreadable'])
  })

  test('no way to answer it is told all the same', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite({ via: 'X-Via: none' })
    expect(await rig.callIn('over')).toMatchObject({ end: 'unreadable', peer: { number: '+74955556677' } })
  })
})

test('a mangled caller can give up, too: CANCEL is matched although From was repaired', async () => {
  await using rig = await PhoneAtPeer.ready()
  const invite = rig.peer.invite({ from: 'From: Петров, Иван <tel:8495>;tag=a' })
  await rig.callIn('ringing')
  rig.peer.cancel(invite)
  expect(await rig.callIn('over')).toMatchObject({ end: 'abandoned' })
})

test.each([
  '',
  '\r\n',
  '\r\n\r\n',
  'hello',
  'SIP/2.0 200 OK\r\nCSeq: x\r\n\r\n',
  'SIP/2.0 999 Odd\r\n\r\n',
  'SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bK1\r\nCSeq: 1 REGISTER\r\n\r\n',
  'BYE sip:x@y SIP/2.0\r\n\r\n',
  'ACK tel:1 SIP/2.0\r\nVia: x\r\n\r\n',
  'INVITE',
  'NOTIFY sip:101@h SIP/2.0\r\nVia: SIP/2.0/WS h;branch=z9hG4bK2\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 NOTIFY\r\n\r\nbody',
  '\u0000\u0000\u0000',
])('%j throws nowhere, and the line stays ready', async (frame) => {
  await using rig = await PhoneAtPeer.ready()
  rig.peer.send(frame)
  await rig.peer.roundTrip()
  expect(rig.phone.snapshot.line.state).toBe('ready')
})

describe('repair', () => {
  test('leaves a good message byte for byte as it came', () => {
    const twin = new SipPeer()
    const { text } = twin.invite()
    expect(repairMessage(text)).toBe(text)
  })

  test.each(rings)('of %s is done once: a second time changes nothing', (_, lines) => {
    const once = repairMessage(new SipPeer().invite(lines).text)
    expect(repairMessage(once)).toBe(once)
  })

  test.each(rings)('makes %s readable to SIP.js', (_, lines) => {
    const factory = new Core.LoggerFactory()
    factory.builtinEnabled = false
    const { text } = new SipPeer().invite({
      startLine: 'INVITE sip:101@h SIP/2.0',
      to: 'To: <sip:101@h>',
      ...lines,
    })
    expect(Core.Parser.parseMessage(repairMessage(text), factory.getLogger('test'))).toBeDefined()
  })
})

test('limits are counted, not parsed: a hostile message costs milliseconds', () => {
  const began = performance.now()
  expect(overLimit(`INVITE x\r\n${'<sip:a,'.repeat(9_000)}`)).toBe('headerTooLong')
  expect(overLimit('x\r\n'.repeat(5_000))).toBe('tooManyHeaders')
  expect(overLimit(`A: 1\r\n\r\n${'b'.repeat(60_000)}`)).toBeNull()
  expect(performance.now() - began).toBeLessThan(50)
})

test('what is kept of a dropped message has no digest, no media key and no whole number', () => {
  const kept = redact(
    'INVITE sip:+79161234567@h SIP/2.0\r\nAuthorization: Digest username="101", response="abc"\r\nFrom: <sip:+79161234567@h>\r\n\r\na=crypto:1 inline:KEY',
  )
  expect(kept).not.toContain('abc')
  expect(kept).not.toContain('KEY')
  expect(kept).not.toContain('79161234567')
  expect(readSip(kept).startLine).toContain('67@h')
})
