import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answeredDirection, directionOf, keyPressTypes, offersALaw, restate } from '#demo/mini-pbx/sdp.ts'
import { formatAddress, parseAddress, sipUri } from '#demo/mini-pbx/sip-address.ts'
import {
  answerTo,
  header,
  headerValues,
  parseSip,
  type SipRequest,
  writeSip,
} from '#demo/mini-pbx/sip-message.ts'

const invite = [
  'INVITE sip:101@pbx.local SIP/2.0',
  'v: SIP/2.0/WS one;branch=z9hG4bK1',
  'Via: SIP/2.0/WS two;branch=z9hG4bK2',
  'f: "Анна" <sip:101@pbx.local>;tag=a',
  'To: <sip:102@pbx.local>',
  'i: call-1',
  'CSeq: 7 INVITE',
  'Subject: folded',
  '  over two lines',
  'Content-Length: 4',
  '',
  'body',
].join('\r\n')

describe('SIP messages', () => {
  test('a request is read with short names, folded lines and several Vias', () => {
    const message = parseSip(invite)
    expect(message).toMatchObject({
      kind: 'request',
      method: 'INVITE',
      uri: 'sip:101@pbx.local',
      body: 'body',
    })
    expect(header(message!, 'Call-ID')).toBe('call-1')
    expect(header(message!, 'subject')).toBe('folded over two lines')
    expect(headerValues(message!, 'VIA')).toHaveLength(2)
  })

  test('what is not SIP is not taken for it', () => {
    for (const text of [
      '',
      'GET / HTTP/1.1\r\n\r\n',
      'INVITE sip:1@h\r\n\r\n',
      'SIP/2.0 999 X\r\n\r\n',
      `${invite.slice(0, 40)}\r\nno colon\r\n\r\n`,
    ]) {
      expect(parseSip(text)).toBeNull()
    }
  })

  test('an answer repeats what it must and gets our tag, except a 100', () => {
    const request = parseSip(invite) as SipRequest
    const ok = answerTo(request, 200, { tag: 'ours' })
    expect(headerValues(ok, 'via')).toEqual(headerValues(request, 'via'))
    expect(header(ok, 'to')).toBe('<sip:102@pbx.local>;tag=ours')
    expect(header(answerTo(request, 100, { tag: 'ours' }), 'to')).toBe('<sip:102@pbx.local>')
    expect(ok.reason).toBe('OK')
  })

  test('a line break in a value forges no header, and bytes are counted, not letters', () => {
    const text = writeSip({
      kind: 'response',
      status: 200,
      reason: 'OK',
      headers: [['X-Name', 'Анна\r\nX-Forged: 1']],
      body: 'ы',
    })
    expect(text).toContain('X-Name: Анна X-Forged: 1\r\n')
    expect(text).toContain('Content-Length: 2\r\n')
  })

  test('whatever is written is read back the same', () => {
    const word = fc
      .stringMatching(/^[\p{L}\d !"'()*+,./:;<=>?@[\]^_{|}~-]{0,30}$/u)
      .map((text) => text.trim())
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), word, (values, body) => {
        const headers = values.map((value, index): [string, string] => [`X-${index}`, value])
        const message = parseSip(writeSip({ kind: 'request', method: 'INFO', uri: 'sip:a@b', headers, body }))
        expect(values.map((_, index) => header(message!, `x-${index}`))).toEqual(values)
        expect(message!.body).toBe(body)
      }),
    )
  })
})

describe('SIP addresses', () => {
  test.each([
    ['"Анна \\"А\\" Смирнова" <sip:101@pbx.local>;tag=1', 'Анна "А" Смирнова', '101', '1'],
    ['Romashka <sip:+74955556677@pbx.local;user=phone>;tag=x', 'Romashka', '+74955556677', 'x'],
    ['sip:8495%20123@pbx.local;tag=y', '', '8495 123', 'y'],
    ['<tel:+7495;phone-context=x>', '', '+7495', undefined],
    ['"%" <sip:50%@pbx.local>', '%', '50%', undefined],
  ])('%s', (text, name, user, tag) => {
    const address = parseAddress(text)
    expect(address).toMatchObject({ name, user })
    expect(address?.params.tag).toBe(tag)
  })

  test('a name with quotes survives the way there and back', () => {
    expect(parseAddress(formatAddress('ООО "Ромашка" \\ K°', sipUri('+7495#1', 'h')))).toMatchObject({
      name: 'ООО "Ромашка" \\ K°',
      user: '+7495#1',
    })
    expect(parseAddress('nothing here')).toBeNull()
  })
})

describe('session descriptions', () => {
  const sdp = [
    'v=0',
    'o=- 15 2 IN IP4 0.0.0.0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 8 126',
    'a=setup:actpass',
    'a=sendonly',
    'a=rtpmap:126 telephone-event/8000',
    '',
  ].join('\r\n')

  test('hold is answered with the other half, and both holding means silence', () => {
    expect(directionOf(sdp)).toBe('sendonly')
    expect(
      ['sendrecv', 'sendonly', 'recvonly', 'inactive'].map((each) => answeredDirection(each as 'sendrecv')),
    ).toEqual(['sendrecv', 'recvonly', 'sendonly', 'inactive'])
    expect(directionOf('v=0\r\n')).toBe('sendrecv')
  })

  test('a description said again has a next version, its direction and a DTLS role', () => {
    const again = restate(sdp, { direction: 'recvonly', version: 3, setup: 'passive' })
    expect(again).toContain('o=- 15 3 IN IP4')
    expect(again).toContain('a=setup:passive')
    expect(directionOf(again)).toBe('recvonly')
  })

  test('A-law is found among the formats, not in the port', () => {
    expect(offersALaw(sdp)).toBe(true)
    expect(offersALaw('m=audio 8 UDP/TLS/RTP/SAVPF 111 0')).toBe(false)
    expect(keyPressTypes(sdp)).toEqual([126])
  })
})
