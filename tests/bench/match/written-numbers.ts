/** A number somebody has, and a text in which it may reach us. */
export type WrittenNumber = { truth: string; text: string; form: string; source: string }

/** Coprime to 10: the products run through all endings before one comes twice. */
const spread = 7_919_317

/** The `index`-th number of the large data set, E.164: as a Russian service company's customers have them. */
export function numberAt(index: number): string {
  const digits = (count: number) => String((index * spread) % 10 ** count).padStart(count, '0')
  const kind = index % 20
  if (kind < 9) return `+79${digits(9)}`
  if (kind < 14) return `+7495${local(digits(7))}`
  if (kind < 16) return `+7812${local(digits(7))}`
  if (kind < 17) return `+7343${local(digits(7))}`
  if (kind < 18) return `+7727${local(digits(7))}`
  if (kind < 19) return `+37529${local(digits(7))}`
  return `+4930${digits(8)}`
}

/** No subscriber's number inside a city begins with 0 or 8. */
const local = (seven: string) => seven.replace(/^[08]/, '2')

type Form = { form: string; write: (number: string) => string | null }
const russian = (make: (area: string, a: string, b: string, c: string) => string) => (number: string) => {
  const [, area, a, b, c] = /^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/.exec(number) ?? []
  return area === undefined ? null : make(area, a as string, b as string, c as string)
}
const abroad = (make: (digits: string) => string) => (number: string) => make(number.slice(1))

/** Ways to write one number; null where nobody writes it so. */
const forms: readonly Form[] = [
  { form: '+7…', write: (number) => number },
  { form: '7…', write: abroad((digits) => digits) },
  { form: '8…', write: russian((area, a, b, c) => `8${area}${a}${b}${c}`) },
  { form: 'ten digits', write: russian((area, a, b, c) => `${area}${a}${b}${c}`) },
  { form: '+7 (495) 111-22-33', write: russian((area, a, b, c) => `+7 (${area}) ${a}-${b}-${c}`) },
  { form: '8 (495) 111-22-33', write: russian((area, a, b, c) => `8 (${area}) ${a}-${b}-${c}`) },
  { form: '8-495-111-22-33', write: russian((area, a, b, c) => `8-${area}-${a}-${b}-${c}`) },
  { form: '(495) 111 22 33', write: russian((area, a, b, c) => `(${area}) ${a} ${b} ${c}`) },
  { form: '+7.495.111.22.33', write: russian((area, a, b, c) => `+7.${area}.${a}.${b}.${c}`) },
  {
    form: 'no-break spaces and dashes',
    write: russian((area, a, b, c) => `+7\u00a0${area}\u00a0${a}–${b}–${c}`),
  },
  {
    form: '111-22-33',
    write: (number) =>
      number.startsWith('+7495') ? russian((_, a, b, c) => `${a}-${b}-${c}`)(number) : null,
  },
  { form: '810…', write: abroad((digits) => `810${digits}`) },
  { form: '8~10 …', write: abroad((digits) => `8~10 ${digits}`) },
  { form: '00…', write: abroad((digits) => `00${digits}`) },
  { form: '… доб. 45', write: russian((area, a, b, c) => `8 (${area}) ${a}-${b}-${c} доб. 45`) },
  { form: '…,45', write: abroad((digits) => `+${digits},45`) },
]

/** Where a written number reaches us. A URI carries no spaces, so there only the plain forms come. */
const sources: readonly { source: string; wrap: (text: string) => string | null }[] = [
  { source: 'From', wrap: inUri((user) => `<sip:${user}@pbx.example>`) },
  {
    source: 'P-Asserted-Identity',
    wrap: inUri((user) => `"Ivan Petrov" <sip:${user}@192.0.2.10;user=phone>`),
  },
  { source: 'tel', wrap: inUri((user) => `tel:${user}`) },
  { source: 'bare', wrap: (text) => text },
  { source: 'phone book', wrap: (text) => ` ${text}\t` },
  { source: 'marked', wrap: (text) => `\u202a${text}\u202c` },
]

function inUri(make: (user: string) => string) {
  return (text: string) => (/^\+?[\d().-]+$/.test(text) ? make(text) : null)
}

/** Every way these numbers may reach us. */
export function* writtenNumbers(numbers: Iterable<string>): Generator<WrittenNumber> {
  for (const truth of numbers) {
    for (const { form, write } of forms) {
      const written = write(truth)
      if (written === null) continue
      for (const { source, wrap } of sources) {
        const text = wrap(written)
        if (text !== null) yield { truth, text, form, source }
      }
    }
  }
}

/** What reaches us instead of a customer's number and must lead to nobody. */
export const nobodysTexts: readonly string[] = [
  '101',
  'вн. 101',
  '112',
  '*72',
  '#31#',
  'anonymous',
  '<sip:anonymous@anonymous.invalid>',
  'unknown',
  'Restricted',
  '',
  '+7',
  '8',
  '12',
  'Иван',
  'reception',
  '0000000000',
  '+70000000000',
  '123456',
  '99999999999999999999',
  'sip:pult@pbx.example',
  'tel:+7',
  '8 800',
]
