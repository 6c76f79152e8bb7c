import type { Plugin } from 'vite'

/** What the pages' Content-Security-Policy would block at run time, named for the message. */
const inlineCode: readonly { what: string; pattern: RegExp }[] = [
  { what: 'an inline <script>', pattern: /<script(?![^>]*\ssrc=)[^>]*>/i },
  { what: 'an inline <style>', pattern: /<style[\s>]/i },
  { what: 'a style attribute', pattern: /<[a-z][^>]*\sstyle\s*=/i },
  { what: 'an event handler attribute', pattern: /<[a-z][^>]*\son[a-z]+\s*=/i },
  { what: 'a data: address', pattern: /<[a-z][^>]*\s(?:src|href)\s*=\s*["']?data:/i },
]

/** Everything inline in a page, in words; an empty list is what the policy asks for. */
export function inlineCodeIn(html: string): string[] {
  return inlineCode.filter(({ pattern }) => pattern.test(html)).map(({ what }) => what)
}

/** Fails the build when a built page would need `unsafe-inline`. */
export function noInlineCodePlugin(): Plugin {
  return {
    name: 'pult:no-inline-code',
    enforce: 'post',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue
          const found = inlineCodeIn(String(file.source))
          if (found.length > 0) {
            this.error(
              `${file.fileName} holds ${found.join(', ')}: the page's policy forbids it, move it to a file.`,
            )
          }
        }
      },
    },
  }
}
