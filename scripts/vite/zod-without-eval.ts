import type { Plugin } from 'vite'

const find = '_a.__zod_globalConfig = {}'
const put = '_a.__zod_globalConfig = { jitless: true }'
const configFile = /\/node_modules\/zod\/v4\/core\/core\.js$/

/** zod's configuration with its compiler off; throws when the place is not there exactly once. */
export function zodWithoutEval(source: string): string {
  if (source.split(find).length !== 2) {
    throw new Error(
      `zod: expected "${find}" once: it has changed, fit scripts/vite/zod-without-eval.ts to it`,
    )
  }
  return source.replace(find, () => put)
}

/**
 * zod asks at the first schema whether it may compile (`new Function`). The pages' policy forbids it and reports each try, so
 * that real violations would drown. Set here and not by a call, because shared chunks run before any page's own first line.
 */
export function zodWithoutEvalPlugin(): Plugin {
  return {
    name: 'pult:zod-without-eval',
    apply: 'build',
    transform: (code, id) => (configFile.test(id) ? { code: zodWithoutEval(code), map: null } : null),
  }
}
