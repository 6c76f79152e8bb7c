import { crlf, type Draft, invite, plus, request, sdp, withHeader, without, write } from './compose.ts'
import type { Sketch } from './torture-sketch.ts'

const response = (status: string): Draft => ({
  ...without({ ...invite(), body: '' }, 'Content-Type'),
  start: `SIP/2.0 ${status}`,
})

/** The first line of an INVITE to that address. */
const to = (uri: string) => `INVITE ${uri} SIP/2.0`

/** §3.1.1: odd, but every one of them is sound. */
export const validMessages: Sketch[] = [
  ['3.1.1.1', 'a short tortuous INVITE', () => tortuous()],
  [
    '3.1.1.2',
    'a wide range of valid characters',
    () => {
      const method = "!interesting-Method0123456789_*+`.%indeed'~"
      const from =
        '"=\\"\\\\ ~,}{][" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d@pbx.example>' +
        ";tag=_token~1'+`*%!-."
      const draft = withHeader(withHeader(request(method), 'CSeq', `139122385 ${method}`), 'From', from)
      return write(plus(draft, "extensionHeader-!.%*+_`'~", '大停電'))
    },
  ],
  [
    '3.1.1.3',
    'valid use of % escapes',
    () =>
      write({
        ...withHeader(invite(), 'To', '<sip:%75se%72@console.invalid>'),
        start: to('sip:sips%3Auser%40example.com@console.invalid'),
      }),
  ],
  [
    '3.1.1.4',
    'escaped nulls in addresses',
    () =>
      write(
        plus(
          plus(without(request('REGISTER'), 'Contact'), 'Contact', '<sip:%00@192.0.2.10>'),
          'Contact',
          '<sip:%00%00@192.0.2.10>',
        ),
      ),
  ],
  [
    '3.1.1.5',
    '% that escapes nothing',
    () => write(withHeader(request('RE%47IST%45R'), 'CSeq', '29344 RE%47IST%45R')),
  ],
  [
    '3.1.1.6',
    'no space between name and bracket',
    () => write(withHeader(request('OPTIONS'), 'From', 'caller<sip:caller@pbx.example>;tag=323')),
  ],
  [
    '3.1.1.7',
    'long values in headers',
    () => {
      const long = (word: string, times: number) => word.repeat(times)
      const draft = withHeader(
        invite(),
        'From',
        `"${long('longname', 32)}" <sip:${long('caller', 40)}@pbx.example>;tag=${long('12', 130)};${long('parameter', 12)}=${long('value', 20)}`,
      )
      return write(
        plus(
          withHeader(draft, 'Call-ID', `${long('0ha0isndaksdj', 12)}@pbx.example`),
          'Via',
          `SIP/2.0/TCP sip33.example;branch=z9hG4bK${long('v', 200)}`,
        ),
      )
    },
  ],
  [
    '3.1.1.8',
    'octets behind the end',
    () => `${write(plus(request('REGISTER'), 'Content-Length', '0'))}${write(invite())}`,
  ],
  [
    '3.1.1.9',
    'semicolon parameters in the user part',
    () =>
      write({ ...request('OPTIONS'), start: 'OPTIONS sip:user;par=u%40example.net@console.invalid SIP/2.0' }),
  ],
  [
    '3.1.1.10',
    'varied and unknown transports',
    () => {
      const names = ['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP']
      const vias = names.map(
        (name, index) => [`SIP/2.0/${name} t${index}.example;branch=z9hG4bKt${index}`] as const,
      )
      return write(vias.reduce((draft, [via]) => plus(draft, 'Via', via), request('OPTIONS')))
    },
  ],
  [
    '3.1.1.11',
    'a multipart body',
    () => {
      const boundary = '7a9cbec02ceef655'
      const part = (type: string, text: string) =>
        `--${boundary}${crlf}Content-Type: ${type}${crlf}Content-Transfer-Encoding: binary${crlf}${crlf}${text}${crlf}`
      const body = `${part('text/plain', 'Hello')}${part('application/octet-stream', '\u0001\u0002\u0000\u007f')}--${boundary}--${crlf}`
      return write(request('MESSAGE', body, `multipart/mixed;boundary=${boundary}`))
    },
  ],
  [
    '3.1.1.12',
    'an unusual reason phrase',
    () => write(response('200 = 2**3 * 5**2 но сто девяносто девять - простое')),
  ],
  ['3.1.1.13', 'an empty reason phrase', () => write(response('100 '))],
]

/** §3.1.1.1: folding, odd case, compact names, escapes in quotes, unknown headers and parameters in one message. */
function tortuous(): string {
  const body = sdp
  return [
    'INVITE sip:vivekg@chair-dnrc.example;unknownparam SIP/2.0',
    'TO :',
    ' sip:vivekg@chair-dnrc.example ;   tag    = 1918181833n',
    'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
    '  ;',
    '  tag = 98asjd8',
    'MaX-fOrWaRdS: 0068',
    'Call-ID: wsinv.ndaksdj@192.0.2.1',
    `Content-Length   : ${new TextEncoder().encode(body).length}`,
    'cseq: 0009',
    '  INVITE',
    'Via  : SIP  /   2.0',
    ' /UDP',
    '    192.0.2.2;branch=390skdjuw',
    's :',
    'NewFangledHeader:   newfangled value',
    ' continued newfangled value',
    'UnknownHeaderWithUnusualValue: ;;,,;;,;',
    'Content-Type: application/sdp',
    'Route:',
    ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
    'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
    '  branch  =   z9hG4bK9ikj8  ,',
    ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
    ' z9hG4bK30239',
    'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
    '      newvalue ;',
    '  secondparam ; q = 0.33',
    '',
    body,
  ].join(crlf)
}
