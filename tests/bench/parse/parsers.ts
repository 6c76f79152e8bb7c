import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileSipGrammar } from '../../../scripts/vite/compile-sip-grammar.ts'

export type ParseOne = (text: string) => unknown
export type Parsers = { stock: ParseOne; ours: ParseOne; jssip: ParseOne; close: () => void }

type SipParser = { Parser: { parseMessage: (text: string, logger: object) => unknown } }
const silent = { warn() {}, error() {}, log() {}, debug() {} }

/** The parsers side by side in one process: SIP.js as published, SIP.js with its grammar compiled, JsSIP as published. */
export async function openParsers(): Promise<Parsers> {
  const require = createRequire(import.meta.url)
  const lib = join(require.resolve('sip.js/package.json'), '../lib')
  const folder = mkdtempSync(join(tmpdir(), 'pult-parse-'))
  const close = () => rmSync(folder, { recursive: true, force: true })
  try {
    cpSync(lib, join(folder, 'lib'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const grammar = join(folder, 'lib/grammar/pegjs/dist/grammar.js')
    writeFileSync(grammar, compileSipGrammar(readFileSync(grammar, 'utf8')))
    const parserOf = async (at: string) =>
      ((await import(pathToFileURL(join(at, 'core/messages/parser.js')).href)) as SipParser).Parser
    const [stock, ours] = [await parserOf(lib), await parserOf(join(folder, 'lib'))]
    const jssip = require('jssip/lib/Parser') as { parseMessage: (text: string, ua: object) => unknown }
    return {
      stock: (text) => stock.parseMessage(text, silent),
      ours: (text) => ours.parseMessage(text, silent),
      jssip: (text) => jssip.parseMessage(text, {}),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
