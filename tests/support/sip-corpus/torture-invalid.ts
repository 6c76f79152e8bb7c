import { type Draft, invite, plus, request, withHeader, without, write } from './compose.ts'
import type { Sketch } from './torture-sketch.ts'

const response = (status: string): Draft => ({
  ...without({ ...invite(), body: '' }, 'Content-Type'),
  start: `SIP/2.0 ${status}`,
})

/** The first line of an INVITE to that address. */
const to = (uri: string) => `INVITE ${uri} SIP/2.0`

/** §3.1.2: each breaks the grammar or says what cannot be. */
export const invalidMessages: Sketch[] = [
  [
    '3.1.2.1',
    'separators too many',
    () =>
      write(
        withHeader(
          withHeader(invite(), 'Via', 'SIP/2.0/WS 192.0.2.15;;,;,,'),
          'Contact',
          '"Joe" <sip:joe@pbx.example>;;;;,;',
        ),
      ),
  ],
  ['3.1.2.2', 'a Content-Length beyond the message', () => write(plus(invite(), 'Content-Length', '9999'))],
  ['3.1.2.3', 'a negative Content-Length', () => write(plus(invite(), 'Content-Length', '-999'))],
  [
    '3.1.2.4',
    'scalars of a request beyond their range',
    () =>
      write(
        plus(
          withHeader(
            withHeader(
              withHeader(request('REGISTER'), 'CSeq', '36893488147419103232 REGISTER'),
              'Max-Forwards',
              '300',
            ),
            'Contact',
            '<sip:user@host129.example>;expires=280297596632815',
          ),
          'Expires',
          `1${'0'.repeat(60)}`,
        ),
      ),
  ],
  [
    '3.1.2.5',
    'scalars of a response beyond their range',
    () =>
      write(
        plus(
          plus(
            withHeader(response('503 Service Unavailable'), 'CSeq', '9292394834772304023312 OPTIONS'),
            'Retry-After',
            '949302838503028349304023988',
          ),
          'Warning',
          '1812 overture "In Progress"',
        ),
      ),
  ],
  [
    '3.1.2.6',
    'a quoted name without an end',
    () => write(withHeader(invite(), 'To', '"Mr. J. User <sip:j.user@console.invalid>')),
  ],
  [
    '3.1.2.7',
    'brackets round the request address',
    () => write({ ...invite(), start: to('<sip:101@console.invalid>') }),
  ],
  [
    '3.1.2.8',
    'white space in the request address',
    () => write({ ...invite(), start: to('sip:101@console.invalid; lr') }),
  ],
  [
    '3.1.2.9',
    'several spaces in the request line',
    () => write({ ...invite(), start: 'INVITE  sip:101@console.invalid  SIP/2.0' }),
  ],
  [
    '3.1.2.10',
    'spaces behind the request line',
    () => write({ ...request('OPTIONS'), start: 'OPTIONS sip:101@console.invalid SIP/2.0  ' }),
  ],
  [
    '3.1.2.11',
    'escaped headers in the request address',
    () => write({ ...invite(), start: to('sip:101@console.invalid?Route=%3Csip:sip.example%3E') }),
  ],
  [
    '3.1.2.12',
    'a time zone that Date does not know',
    () => write(plus(invite(), 'Date', 'Fri, 01 Jan 2010 16:00:00 EST')),
  ],
  [
    '3.1.2.13',
    'a Contact with parameters and no brackets',
    () =>
      write(withHeader(request('REGISTER'), 'Contact', 'sip:user@pbx.example?Route=%3Csip:sip.example%3E')),
  ],
  [
    '3.1.2.14',
    'spaces inside an address',
    () => write(withHeader(request('OPTIONS'), 'To', '"Watson, Thomas" < sip:t.watson@console.invalid >')),
  ],
  [
    '3.1.2.15',
    'names that are no tokens',
    () =>
      write(withHeader(request('OPTIONS'), 'From', 'Bell, Alexander <sip:a.g.bell@pbx.example>;tag=433423')),
  ],
  [
    '3.1.2.16',
    'a version nobody speaks',
    () =>
      write({
        ...withHeader(request('OPTIONS'), 'Via', 'SIP/7.0/WS c.example;branch=z9hG4bKkdjuw'),
        start: 'OPTIONS sip:101@console.invalid SIP/7.0',
      }),
  ],
  ['3.1.2.17', 'CSeq of another method', () => write(withHeader(request('OPTIONS'), 'CSeq', '8 INVITE'))],
  [
    '3.1.2.18',
    'an unknown method and CSeq of another',
    () => write(withHeader(request('NEWMETHOD'), 'CSeq', '8 INVITE')),
  ],
  [
    '3.1.2.19',
    'a response code of ten digits',
    () => write(response('4294967301 better not break the receiver')),
  ],
]
