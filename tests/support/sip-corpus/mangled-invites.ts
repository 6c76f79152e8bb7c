import {
  type Draft,
  invite,
  type NamedMessage,
  numbered,
  plus,
  withHeader,
  without,
  write,
} from './compose.ts'

const from = (value: string) => withHeader(invite(), 'From', value)
const caller = '<sip:+74951112233@pbx.example>;tag=m'
const contact = (value: string) => withHeader(invite(), 'Contact', value)
const started = (start: string): Draft => ({ ...invite(), start })

/** Names as PBXs and carriers put them before the address. */
const names: Record<string, string> = {
  'unquoted Cyrillic name': `Иван Петров ${caller}`,
  'unquoted Cyrillic company with quotes inside': `ООО "Ромашка" ${caller}`,
  'unquoted comma in the name': `Petrov, Ivan ${caller}`,
  'unquoted brackets in the name': `Ivan (director) ${caller}`,
  'unquoted @ in the name': `ivan@romashka.example ${caller}`,
  'unquoted colon in the name': `Office: Ivan ${caller}`,
  'unquoted semicolon in the name': `Ivan; office ${caller}`,
  'unquoted square brackets in the name': `[VIP] Ivan ${caller}`,
  'unquoted slash in the name': `Ivan / Romashka ${caller}`,
  'unquoted equals sign in the name': `queue=support ${caller}`,
  'inner quotes not escaped': `"ООО "Ромашка"" ${caller}`,
  'a quote that is never closed': `"Ivan Petrov ${caller}`,
  'a quote only at the end': `Ivan Petrov" ${caller}`,
  'a backslash before the closing quote': `"Ivan\\" ${caller}`,
  'single quotes': `'Ivan Petrov' ${caller}`,
  'typographic quotes': `«Ромашка» ${caller}`,
  'an emoji name': `📞 Ivan ${caller}`,
  'a direction override in the name': `"\u202eIvan" ${caller}`,
  'a tab in the name': `"Ivan\tPetrov" ${caller}`,
  'a bell character in the name': `"Ivan\u0007" ${caller}`,
  'a NUL in the name': `"Ivan\u0000Petrov" ${caller}`,
  'a delete character in the name': `Ivan\u007f ${caller}`,
  'a lone surrogate in the name': `"Ivan\ud800" ${caller}`,
  'replacement characters of a CP1251 name': `"\ufffd\ufffd\ufffd\ufffd" ${caller}`,
  'an angle bracket in the name': `Ivan <office> ${caller}`,
  'an empty name without a space': caller,
  'a name of 4 KiB': `"${'И'.repeat(4096)}" ${caller}`,
  'markup as a name': `"<img src=x onerror=alert(1)>" ${caller}`,
}

/** Addresses that do not fit RFC 3261 §25.1. */
const addresses: Record<string, string> = {
  'tel: From': '"Ivan" <tel:+74951112233>;tag=m',
  'tel: From without brackets': 'tel:+7-495-111-22-33;tag=m',
  'tel: From with a context': '<tel:1112233;phone-context=+7495>;tag=m',
  'a space in the user part': '<sip:+7 495 1112233@pbx.example>;tag=m',
  'a # in the user part': '<sip:495#12@pbx.example>;tag=m',
  'a bare % in the user part': '<sip:100%@pbx.example>;tag=m',
  'a broken escape in the user part': '<sip:10%zz1@pbx.example>;tag=m',
  'brackets of a written number in the user part': '<sip:8(495)[111]2233@pbx.example>;tag=m',
  'quotes in the user part': '<sip:"101"@pbx.example>;tag=m',
  'a Cyrillic user': '<sip:иван@pbx.example>;tag=m',
  'an empty user': '<sip:@pbx.example>;tag=m',
  'two @': '<sip:101@old.example@pbx.example>;tag=m',
  'a host with an underscore': '<sip:101@pbx_1.example>;tag=m',
  'a Cyrillic host': '<sip:101@атс.рф>;tag=m',
  'a host that ends in a hyphen': '<sip:101@pbx->;tag=m',
  'a host label that begins with a hyphen': '<sip:101@-pbx.example>;tag=m',
  'an address of five numbers': '<sip:101@192.0.2.10.7>;tag=m',
  'an IPv6 address without brackets': '<sip:101@2001:db8::1>;tag=m',
  'an empty host': '<sip:101@>;tag=m',
  'a port of six digits': '<sip:101@pbx.example:506000>;tag=m',
  'a port that is a word': '<sip:101@pbx.example:sip>;tag=m',
  'no scheme': '<101@pbx.example>;tag=m',
  'an unknown scheme': '<phone:101>;tag=m',
  'anonymous without a host': '<sip:anonymous>;tag=m',
  'no brackets and a parameter of the address': 'sip:101@pbx.example;user=phone;tag=m',
  'a bracket never closed': '"Ivan" <sip:101@pbx.example;tag=m',
  'a bracket never opened': 'sip:101@pbx.example>;tag=m',
  'an empty tag': '<sip:101@pbx.example>;tag=',
  'no tag': '<sip:101@pbx.example>',
  'two tags': '<sip:101@pbx.example>;tag=a;tag=b',
  'a tag with a space': '<sip:101@pbx.example>;tag=a b',
  'a tag in quotes': '<sip:101@pbx.example>;tag="a"',
  'a parameter without a name': '<sip:101@pbx.example>;=x;tag=m',
  'a parameter of 4 KiB': `<sip:101@pbx.example>;x=${'y'.repeat(4096)};tag=m`,
  'an empty From': '',
}

/** Other headers a call cannot do without, and the first line. */
const elsewhere: [string, () => Draft][] = [
  ['tel: Contact', () => contact('<tel:+74951112233>')],
  ['a Contact with an unquoted Cyrillic name', () => contact('Атс <sip:pbx@192.0.2.10>')],
  ['a Contact with a space in the user part', () => contact('<sip:8 495@192.0.2.10>')],
  ['an empty Contact', () => contact('')],
  ['a Contact of *', () => contact('*')],
  ['a Contact list with an empty part', () => contact('<sip:pbx@192.0.2.10>,,<sip:pbx@192.0.2.11>')],
  ['no Contact', () => without(invite(), 'Contact')],
  ['a Record-Route with an underscore', () => plus(invite(), 'Record-Route', '<sip:proxy_1.example;lr>')],
  ['a Record-Route without brackets', () => plus(invite(), 'Record-Route', 'sip:proxy.example;lr')],
  ['a Record-Route with a bare word', () => plus(invite(), 'Record-Route', 'proxy')],
  ['a Refer-To that is a number', () => plus(invite(), 'Refer-To', '84951112233')],
  [
    'a Refer-To with an unescaped Replaces',
    () => plus(invite(), 'Refer-To', '<sip:1@h?Replaces=a;to-tag=b;from-tag=c>'),
  ],
  [
    'a P-Asserted-Identity of sip and tel',
    () => plus(invite(), 'P-Asserted-Identity', '<sip:+74951112233@pbx.example>, <tel:+74951112233>'),
  ],
  ['a P-Asserted-Identity that is broken', () => plus(invite(), 'P-Asserted-Identity', '<<sip:>')],
  ['a request line with tel:', () => started('INVITE tel:+74951112233 SIP/2.0')],
  ['a request line of an unknown scheme', () => started('INVITE phone:101 SIP/2.0')],
  ['a request line with a Cyrillic user', () => started('INVITE sip:пульт@console.invalid SIP/2.0')],
  ['a request line in angle brackets', () => started('INVITE <sip:101@console.invalid> SIP/2.0')],
  [
    'a request line with a space in the address',
    () => started('INVITE sip:101@console.invalid; transport=ws SIP/2.0'),
  ],
  ['a request line with two spaces', () => started('INVITE  sip:101@console.invalid  SIP/2.0')],
  ['a method in small letters', () => started('invite sip:101@console.invalid SIP/2.0')],
  ['no CSeq', () => without(invite(), 'CSeq')],
  ['a CSeq without a method', () => withHeader(invite(), 'CSeq', '102')],
  ['a CSeq that is a word', () => withHeader(invite(), 'CSeq', 'one INVITE')],
  ['a CSeq beyond 32 bits', () => withHeader(invite(), 'CSeq', '99999999999 INVITE')],
  ['a CSeq of another method', () => withHeader(invite(), 'CSeq', '102 BYE')],
  ['no Call-ID', () => without(invite(), 'Call-ID')],
  ['an empty Call-ID', () => withHeader(invite(), 'Call-ID', '')],
  ['a Call-ID with spaces', () => withHeader(invite(), 'Call-ID', 'a b c')],
  ['no Via', () => without(invite(), 'Via')],
  [
    'a Via of an unknown transport',
    () => withHeader(invite(), 'Via', 'SIP/2.0/PIGEON 192.0.2.10;branch=z9hG4bKx'),
  ],
  ['a Via without a branch', () => withHeader(invite(), 'Via', 'SIP/2.0/WS 192.0.2.10')],
  ['a Via host with an underscore', () => withHeader(invite(), 'Via', 'SIP/2.0/WS pbx_1;branch=z9hG4bKu')],
  ['no To', () => without(invite(), 'To')],
  [
    'a To with an unquoted Cyrillic name',
    () => withHeader(invite(), 'To', 'Пульт <sip:101@console.invalid>'),
  ],
  ['no Max-Forwards', () => without(invite(), 'Max-Forwards')],
  ['a Max-Forwards that is a word', () => withHeader(invite(), 'Max-Forwards', 'many')],
  ['a body without Content-Type', () => without(invite(), 'Content-Type')],
  ['an empty Content-Type', () => withHeader(invite(), 'Content-Type', '')],
  ['a Content-Disposition nobody knows', () => plus(invite(), 'Content-Disposition', '???')],
  ['a Content-Length that is too large', () => plus(invite(), 'Content-Length', '9999')],
  ['a Content-Length that is too small', () => plus(invite(), 'Content-Length', '3')],
  ['a Content-Length below zero', () => plus(invite(), 'Content-Length', '-1')],
  ['a Content-Length that is a word', () => plus(invite(), 'Content-Length', 'long')],
  ['two From', () => plus(invite(), 'From', '<sip:102@pbx.example>;tag=second')],
  ['two Call-ID', () => plus(invite(), 'Call-ID', 'second@pbx.example')],
  ['an Expires beyond all timers', () => plus(invite(), 'Expires', '99999999999999')],
  ['an Expires that is a word', () => plus(invite(), 'Expires', 'never')],
  ['a header without a name', () => plus(invite(), '', 'value')],
  ['a header name with a space', () => plus(invite(), 'X Queue', 'support')],
  ['a header name in Cyrillic', () => plus(invite(), 'X-Очередь', 'поддержка')],
]

/** Ways a whole message is spoilt on its way. */
const wholes: [string, () => string][] = [
  ['lines ended by LF alone', () => write(invite(), '\n')],
  ['lines ended by CR alone', () => write(invite(), '\r')],
  ['a folded From', () => write(invite()).replace('" <sip', '"\r\n <sip')],
  ['a folded header without a beginning', () => write(invite()).replace('\r\nVia', '\r\n Via')],
  ['empty lines before the first', () => `\r\n\r\n${write(invite())}`],
  ['a byte order mark before the first line', () => `\ufeff${write(invite())}`],
  ['a line without a colon', () => write(invite()).replace('\r\nMax-Forwards: 70', '\r\nMax-Forwards 70')],
  ['a space before the colon', () => write(invite()).replace('From:', 'From :')],
  [
    'compact names',
    () =>
      write(invite())
        .replace('From:', 'f:')
        .replace('To:', 't:')
        .replace('Call-ID:', 'i:')
        .replace('Via:', 'v:')
        .replace('Contact:', 'm:'),
  ],
  ['no empty line after the headers', () => write({ ...invite(), body: '' }).trimEnd()],
  ['an end in the middle of a header', () => write(invite()).slice(0, 180)],
]

/**
 * INVITEs as PBXs, trunks and mishaps send them: each must be delivered or answered with 4xx, none lost without a
 * word. Another `run` gives the same faults in other calls.
 */
export function mangledInvites(run = 0): NamedMessage[] {
  const texts = (group: Record<string, string>) =>
    Object.entries(group).map(([name, value]) => ({ name, text: write(from(value)) }))
  const all = [
    ...texts(names),
    ...texts(addresses),
    ...elsewhere.map(([name, make]) => ({ name, text: write(make()) })),
    ...wholes.map(([name, make]) => ({ name, text: make() })),
  ]
  return all.map(({ name, text }, index) => ({ name, text: numbered(text, `m${run}x${index}`) }))
}
