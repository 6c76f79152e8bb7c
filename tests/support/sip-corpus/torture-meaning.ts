import { type Draft, invite, plus, request, sdp, withHeader, without, write } from './compose.ts'
import type { Sketch } from './torture-sketch.ts'

const response = (status: string): Draft => ({
  ...without({ ...invite(), body: '' }, 'Content-Type'),
  start: `SIP/2.0 ${status}`,
})

/** §3.2 and §3.3: read well, answered with care. */
export const meaningMessages: Sketch[] = [
  [
    '3.2.1',
    'a branch that is only the magic cookie',
    () => write(withHeader(request('OPTIONS'), 'Via', 'SIP/2.0/WS 192.0.2.1;branch=z9hG4bK')),
  ],
  [
    '3.3.1',
    'required headers that are not there',
    () => write(['Call-ID', 'From', 'To', 'Max-Forwards'].reduce(without, invite())),
  ],
  [
    '3.3.2',
    'a request address of an unknown scheme',
    () =>
      write({ ...request('OPTIONS'), start: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0' }),
  ],
  [
    '3.3.3',
    'a request address of a known, unlikely scheme',
    () => write({ ...request('OPTIONS'), start: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
  ],
  [
    '3.3.4',
    'unknown schemes in headers',
    () =>
      write(
        withHeader(
          withHeader(
            withHeader(request('REGISTER'), 'To', '<isbn:2983792873>'),
            'From',
            '<http://www.example.com>;tag=3234233',
          ),
          'Contact',
          '<name:John_Smith>',
        ),
      ),
  ],
  [
    '3.3.5',
    'Require and Proxy-Require of what nobody has',
    () =>
      write(
        plus(
          plus(request('OPTIONS'), 'Require', 'nothingSupportsThis, nothingSupportsThisEither'),
          'Proxy-Require',
          'noProxiesSupportThis, norDoAnyProxiesSupportThis',
        ),
      ),
  ],
  [
    '3.3.6',
    'a body of an unknown type',
    () =>
      write({
        ...withHeader(invite(), 'Content-Type', 'application/unknownformat'),
        body: '<audio><pcmu port="443"/></audio>',
      }),
  ],
  [
    '3.3.7',
    'credentials of an unknown scheme',
    () => write(plus(request('REGISTER'), 'Authorization', 'NoOneKnowsThisScheme opaque-data=here')),
  ],
  [
    '3.3.8',
    'several values where one is allowed',
    () =>
      write(
        [
          ['CSeq', '60 INVITE'],
          ['Call-ID', 'second@pbx.example'],
          ['To', '<sip:other@console.invalid>'],
          ['From', '<sip:other@pbx.example>;tag=other'],
          ['Max-Forwards', '5'],
        ].reduce((draft, [name, value]) => plus(draft, name as string, value as string), invite()),
      ),
  ],
  [
    '3.3.9',
    'two lengths',
    () =>
      write(
        plus(
          plus(
            request('OPTIONS', 'There is no way to know how many octets are supposed to be here.'),
            'Content-Length',
            '13',
          ),
          'Content-Length',
          '5',
        ),
      ),
  ],
  [
    '3.3.10',
    'a 200 with a broadcast Via',
    () => write(plus(response('200 OK'), 'Via', 'SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23')),
  ],
  ['3.3.11', 'Max-Forwards of nothing', () => write(withHeader(request('OPTIONS'), 'Max-Forwards', '0'))],
  [
    '3.3.12',
    'REGISTER with a Contact parameter',
    () => write(withHeader(request('REGISTER'), 'Contact', 'sip:+19725552222@gw1.example;unknownparam')),
  ],
  [
    '3.3.13',
    'REGISTER with an address parameter',
    () => write(withHeader(request('REGISTER'), 'Contact', '<sip:+19725552222@gw1.example;unknownparam>')),
  ],
  [
    '3.3.14',
    'REGISTER with an escaped header in the Contact',
    () =>
      write(withHeader(request('REGISTER'), 'Contact', '<sip:user@pbx.example?Route=%3Csip:sip.example%3E>')),
  ],
  [
    '3.3.15',
    'an offer only in types we do not speak',
    () => write(plus(invite(), 'Accept', 'text/nobodyKnowsThis')),
  ],
]

/** §3.4: as written before RFC 3261: no tag, no branch, no Max-Forwards. */
export const oldMessages: Sketch[] = [
  [
    '3.4.1',
    'an INVITE in the syntax of RFC 2543',
    () =>
      write({
        ...without(
          withHeader(
            withHeader(invite(), 'Via', 'SIP/2.0/UDP iftgw.example:5060'),
            'From',
            '<sip:+13035551111@ift.example;user=phone>',
          ),
          'Max-Forwards',
        ),
        body: sdp,
      }),
  ],
]
