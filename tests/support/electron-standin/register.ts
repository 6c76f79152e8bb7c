import { registerHooks } from 'node:module'

/** `--import` of this file makes `electron` mean the stand-in, for import and require alike. */
const standin = new URL('./index.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main') {
      return { url: standin, format: 'module-typescript', shortCircuit: true }
    }
    return next(specifier, context)
  },
})
