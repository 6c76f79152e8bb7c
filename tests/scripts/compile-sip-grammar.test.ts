import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mutate, seeded } from '#tests/support/sip-corpus/mutations.ts'
import { compileSipGrammar } from '../../scripts/vite/compile-sip-grammar.ts'

type Grammar = { parse(input: string, options: { startRule: string; data?: unknown }): void }

const sipFolder = dirname(createRequire(import.meta.url).resolve('sip.js'))
const grammarPath = join(sipFolder, 'grammar/pegjs/dist/grammar.js')
const stockSource = readFileSync(grammarPath, 'utf8')
const scratch = mkdtempSync(join(tmpdir(), 'pult-grammar-'))

afterAll(() => rmSync(scratch, { recursive: true }))

/** Loads a grammar from its text, its relative imports pointed back at the package; Node alone, no bundler. */
async function load(name: string, source: string): Promise<Grammar> {
  const path = join(scratch, `${name}.mjs`)
  const fromPackage = (_all: string, relative: string) =>
    `from ${JSON.stringify(pathToFileURL(join(dirname(grammarPath), relative)).href)}`
  writeFileSync(path, source.replace(/from "(\.[^"]+)"/g, fromPackage))
  return import(/* @vite-ignore */ pathToFileURL(path).href)
}

/** What a phone reads from a PBX, the ordinary and the awkward. */
const heard: readonly [rule: string, text: string][] = [
  ['SIP_URI', 'sip:1001@pbx.example.org:5061;transport=ws'],
  ['SIP_URI', 'sip:%2B74951234567@10.0.0.5;user=phone'],
  ['SIP_URI', 'tel:+74951234567'],
  ['From', '"Ромашка, ООО" <sip:+74951234567@pbx.example.org>;tag=as58f4201b'],
  ['From', 'Anonymous <sip:anonymous@anonymous.invalid>;tag=1'],
  ['From', 'Ромашка <sip:1@a>;tag=2'],
  ['To', '<sip:1001@pbx.example.org>;tag=xyz'],
  ['Contact', '<sip:1001@10.0.0.7:5060;transport=ws;ob>;expires=60'],
  ['Contact', '*'],
  ['Via', 'SIP/2.0/WSS a9c3.invalid;branch=z9hG4bK776asdhds;rport=5061;received=10.0.0.9'],
  ['CSeq', '4711 INVITE'],
  ['Call_ID', 'a84b4c76e66710@pbx.example.org'],
  ['Record_Route', '<sip:p1.example.org;lr>,<sip:p2.example.org;lr>'],
  ['WWW_Authenticate', 'Digest realm="asterisk", nonce="84a4cc6f", algorithm=MD5, qop="auth"'],
  ['Request_Response', 'SIP/2.0 486 Busy Here'],
  ['Request_Response', 'INVITE sip:1001@a9c3.invalid SIP/2.0'],
]

const otherRules = [
  'Refer_To',
  'Replaces',
  'Session_Expires',
  'Supported',
  'Event',
  'Content_Type',
  'challenge',
  'host',
]

function read(grammar: Grammar, rule: string, text: string): string {
  const options: { startRule: string; data?: unknown } = { startRule: rule }
  try {
    grammar.parse(text, options)
  } catch (error) {
    // A URIError comes from inside a rule; of a refusal SIP.js asks only that it came.
    return `refused: ${(error as Error).name}`
  }
  return JSON.stringify(options.data)
}

/** CPU time of this process, in microseconds, that `work` takes. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

describe('the SIP grammar with its rules compiled', () => {
  let stock: Grammar
  let compiled: Grammar
  beforeAll(async () => {
    stock = await load('stock', stockSource)
    compiled = await load('compiled', compileSipGrammar(stockSource))
  })

  test.each(heard)('reads %s %s as the stock one does', (rule, text) => {
    expect(read(compiled, rule, text)).toBe(read(stock, rule, text))
  })

  test('reads well-formed headers at all, so that two failures do not pass for agreement', () => {
    expect(read(compiled, 'CSeq', '4711 INVITE')).not.toMatch(/^refused/)
    expect(read(compiled, 'From', '<sip:1@a>;tag=2')).not.toMatch(/^refused/)
  })

  test('reads 3,000 mutated headers by any rule as the stock one does', () => {
    const rules = [...new Set([...heard.map(([rule]) => rule), ...otherRules])]
    const random = seeded(1)
    const below = (limit: number) => Math.floor(random() * limit)
    const any = <Item>(list: readonly Item[]) => list[below(list.length)] as Item
    const different: string[] = []
    let accepted = 0
    for (let nth = 0; nth < 3_000; nth++) {
      const [own, sound] = any(heard)
      const rule = below(2) === 0 ? own : any(rules)
      const text = mutate(sound, below).slice(0, 1_000)
      const answer = read(stock, rule, text)
      if (read(compiled, rule, text) !== answer) different.push(`${rule} ${text}`)
      if (!answer.startsWith('refused')) accepted += 1
    }
    expect(different).toEqual([])
    expect(accepted).toBeGreaterThan(150)
  })

  test('takes at most a fifth of the CPU', () => {
    const round = (grammar: Grammar) =>
      cpuOf(() => {
        for (let i = 0; i < 5; i++) for (const [rule, text] of heard) read(grammar, rule, text)
      })
    // By turns, and the best of each: whatever else the machine does can only add.
    const turns = Array.from({ length: 16 }, () => ({ stock: round(stock), compiled: round(compiled) }))
    const stockCpu = Math.min(...turns.map((turn) => turn.stock))
    const compiledCpu = Math.min(...turns.map((turn) => turn.compiled))
    expect(compiledCpu / stockCpu).toBeLessThanOrEqual(0.2)
  })
})

test('a sip.js whose grammar looks different fails the build instead of going slow unnoticed', () => {
  expect(() =>
    compileSipGrammar(stockSource.replace('const peg$bytecode = [', 'const bytecode = [')),
  ).toThrow(/sip\.js has changed/)
  expect(() => compileSipGrammar(compileSipGrammar(stockSource))).toThrow(/sip\.js has changed/)
})
