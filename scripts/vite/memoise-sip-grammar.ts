import type { Plugin } from 'vite'

/**
 * SIP.js 0.21.2 decodes the whole bytecode of its grammar again on every parse, seven to ten times a message:
 * three quarters of the CPU a message costs. The array depends on nothing, so it is kept from the first parse on.
 */
const edits: readonly { find: string; put: string }[] = [
  {
    find: 'function peg$parse(input, options) {',
    put: 'let peg$bytecodeKept;\nfunction peg$parse(input, options) {',
  },
  { find: 'const peg$bytecode = [', put: 'const peg$bytecode = peg$bytecodeKept ??= [' },
]

const grammarFile = /\/node_modules\/sip\.js\/lib\/grammar\/pegjs\/dist\/grammar\.js$/
const anySipFile = /\/node_modules\/sip\.js\//

/** The grammar's source with the decoded bytecode kept; throws when the text to change is not there exactly once. */
export function memoiseSipGrammar(source: string): string {
  let patched = source
  for (const { find, put } of edits) {
    const places = patched.split(find).length - 1
    if (places !== 1) {
      throw new Error(
        `sip.js grammar: expected "${find}" once, found it ${places} times. ` +
          'sip.js has changed: measure its parser again and fit scripts/vite/memoise-sip-grammar.ts to it.',
      )
    }
    patched = patched.replace(find, () => put)
  }
  return patched
}

/** Applies `memoiseSipGrammar` in builds, the dev server and vitest; a build that holds sip.js unpatched fails. */
export function memoiseSipGrammarPlugin(): Plugin {
  let patched = false
  return {
    name: 'pult:memoise-sip-grammar',
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
      return { code: memoiseSipGrammar(code), map: null }
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
