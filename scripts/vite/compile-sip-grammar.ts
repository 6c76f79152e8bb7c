import type { Plugin } from 'vite'
import { compileRules, decodeRule } from './pegjs-bytecode.ts'

/**
 * SIP.js 0.21.2 reads headers by a grammar that pegjs made "for size": an interpreter of bytecode, which it decodes anew,
 * with all tables and functions beside it, on every parse, seven to ten times a message. Here the bytecode is compiled,
 * and what depends on no text is made once. A parse never begins inside another: nothing the grammar calls parses.
 */
const head = 'function peg$parse(input, options) {\n    options = options !== undefined ? options : {};'
const bytecode = /\n {4}const peg\$bytecode = \[\n(.*?)\n {4}\];/s
const interpreter = / {4}function peg\$parseRule\(index\) \{.*?\n {8}return stack\[0\];\n {4}\}/s
const tail = / {4}peg\$result = peg\$parseRule\(peg\$startRuleIndex\);.*?\nexport const parse = peg\$parse;/s

/** SIP.js asks nothing of an error but that it came: one serves all. */
const parseOnce = `
    const peg$refusal = new SyntaxError('not by this rule', [], null, null);
    return (text, asked) => {
        if (!(asked.startRule in peg$startRuleIndices)) {
            throw new Error("Can't start parsing from rule \\"" + asked.startRule + "\\".");
        }
        input = text;
        options = asked;
        options.data = {};
        peg$currPos = 0;
        peg$savedPos = 0;
        peg$posDetailsCache.length = 1;
        const result = peg$rules[peg$startRuleIndices[asked.startRule]]();
        if (result !== peg$FAILED && peg$currPos === input.length) {
            return result;
        }
        throw peg$refusal;
    };
}
export const parse = peg$compiled();`

const grammarFile = /\/node_modules\/sip\.js\/lib\/grammar\/pegjs\/dist\/grammar\.js$/
const anySipFile = /\/node_modules\/sip\.js\//

/** The grammar's source with its rules compiled; throws when a place to change is not there exactly once. */
export function compileSipGrammar(source: string): string {
  const rules = compileRules(bytecodeOf(theOne(source, bytecode)[1] ?? ''))
  const changes: readonly (readonly [find: string | RegExp, put: string])[] = [
    [head, 'function peg$compiled() {\n    let input;\n    let options = {};'],
    [bytecode, ''],
    [interpreter, rules],
    [tail, parseOnce],
  ]
  return changes.reduce((text, [find, put]) => text.replace(theOne(text, find)[0], () => put), source)
}

function theOne(text: string, find: string | RegExp): RegExpExecArray | [string] {
  const places =
    typeof find === 'string'
      ? Array.from({ length: text.split(find).length - 1 }, (): [string] => [find])
      : [...text.matchAll(new RegExp(find, `${find.flags}g`))]
  const [place] = places
  if (places.length === 1 && place) return place
  throw new Error(
    `sip.js grammar: expected "${find}" once, found it ${places.length} times. ` +
      'sip.js has changed: measure its parser again and fit scripts/vite/compile-sip-grammar.ts to it.',
  )
}

/** Each rule's bytecode, from the lines `peg$decode("…"),`. */
function bytecodeOf(lines: string): number[][] {
  return lines.split('\n').map((line) => {
    const literal = /^ *peg\$decode\((".*")\),?$/.exec(line)?.[1]
    if (literal === undefined) throw new Error(`sip.js grammar: not a rule's bytecode: ${line}`)
    // JSON knows all of these escapes but \xHH.
    const json = literal.replace(/\\(x..|.)/g, (all, it: string) =>
      it.length > 1 ? `\\u00${it.slice(1)}` : all,
    )
    return decodeRule(JSON.parse(json) as string)
  })
}

/** Applies `compileSipGrammar` in builds, the dev server and vitest; a build that holds sip.js as it is fails. */
export function compileSipGrammarPlugin(): Plugin {
  let patched = false
  return {
    name: 'pult:compile-sip-grammar',
    enforce: 'pre',
    config: () => ({
      // Pre-bundled dependencies skip `transform`, and so would the patch.
      optimizeDeps: { exclude: ['sip.js'] },
      // vitest hands packages to Node as they are unless told otherwise.
      test: { server: { deps: { inline: [/\/sip\.js\//] } } },
    }),
    transform(code, id) {
      if (!grammarFile.test(id)) return null
      patched = true
      return { code: compileSipGrammar(code), map: null }
    },
    generateBundle(_options, bundle) {
      const holdsSip = Object.values(bundle).some(
        (file) => file.type === 'chunk' && file.moduleIds.some((id) => anySipFile.test(id)),
      )
      if (holdsSip && !patched) {
        this.error(
          'sip.js is in the bundle but its grammar file was not met: it has moved inside the package.',
        )
      }
    },
  }
}
