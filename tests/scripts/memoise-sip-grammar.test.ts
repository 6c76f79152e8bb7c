import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoiseSipGrammar } from '../../scripts/vite/memoise-sip-grammar.ts'

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

function read(grammar: Grammar, rule: string, text: string): string {
  const options: { startRule: string; data?: unknown } = { startRule: rule }
  try {
    grammar.parse(text, options)
  } catch (error) {
    return `refused: ${(error as Error).message}`
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

describe('the SIP grammar with its bytecode kept', () => {
  let stock: Grammar
  let kept: Grammar
  beforeAll(async () => {
    stock = await load('stock', stockSource)
    kept = await load('kept', memoiseSipGrammar(stockSource))
  })

  test.each(heard)('reads %s %s as the stock one does', (rule, text) => {
    expect(read(kept, rule, text)).toBe(read(stock, rule, text))
  })

  test('reads well-formed headers at all, so that two failures do not pass for agreement', () => {
    expect(read(kept, 'CSeq', '4711 INVITE')).not.toMatch(/^refused/)
    expect(read(kept, 'From', '<sip:1@a>;tag=2')).not.toMatch(/^refused/)
  })

  test('takes at most half the CPU', () => {
    const round = (grammar: Grammar) =>
      cpuOf(() => {
        for (let i = 0; i < 5; i++) for (const [rule, text] of heard) read(grammar, rule, text)
      })
    // By turns, and the best of each: whatever else the machine does can only add.
    const turns = Array.from({ length: 16 }, () => ({ stock: round(stock), kept: round(kept) }))
    const stockCpu = Math.min(...turns.map((turn) => turn.stock))
    const keptCpu = Math.min(...turns.map((turn) => turn.kept))
    expect(keptCpu / stockCpu).toBeLessThanOrEqual(0.5)
  })
})

test('a sip.js whose grammar looks different fails the build instead of going slow unnoticed', () => {
  expect(() =>
    memoiseSipGrammar(stockSource.replace('const peg$bytecode = [', 'const bytecode = [')),
  ).toThrow(/sip\.js has changed/)
  expect(() => memoiseSipGrammar(memoiseSipGrammar(stockSource))).toThrow(/sip\.js has changed/)
})
