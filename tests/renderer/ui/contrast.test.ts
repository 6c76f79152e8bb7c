// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8')

function tokens(block: string, theme: 0 | 1): Record<string, string> {
  const found = [...block.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}))/g)]
  return Object.fromEntries(
    found.map(([, name, light, dark, both]) => [name, both ?? (theme === 0 ? light : dark)]),
  )
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/** WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const grounds = ['ground', 'surface', 'surface-raised', 'surface-sunken', 'hover']
const inks = ['text', 'text-soft', 'text-faint', 'accent', 'ok', 'soon', 'breach', 'paid']
const more = css.slice(css.indexOf('prefers-contrast: more'))
const normal = css.slice(0, css.indexOf('@media'))

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_name, theme) => {
  const plain = tokens(normal, theme)
  test('every ink reaches 4.5:1 on every ground it may stand on', () => {
    const low = grounds.flatMap((ground) =>
      inks.map((ink) => ({ ink, ground, ratio: contrast(plain[ink]!, plain[ground]!) })),
    )
    expect(low.filter(({ ratio }) => ratio < 4.5)).toEqual([])
  })

  test('each meaning reaches 4.5:1 on its own ground, and words on filled buttons too', () => {
    const pairs = [
      ...['ok', 'soon', 'breach', 'paid', 'accent'].map((name) => [name, `${name}-ground`]),
      ['text', 'accent-ground'],
      ['text-soft', 'accent-ground'],
      ['on-accent', 'accent-fill'],
      ['on-accent', 'accent-fill-hover'],
      ['on-accent', 'danger-fill'],
      ['on-accent', 'danger-fill-hover'],
    ] as const
    const low = pairs.map(([ink, ground]) => ({
      ink,
      ground,
      ratio: contrast(plain[ink!]!, plain[ground!]!),
    }))
    expect(low.filter(({ ratio }) => ratio < 4.5)).toEqual([])
  })

  test('the edge of a field reaches 3:1', () => {
    expect(contrast(plain['field-line']!, plain.surface!)).toBeGreaterThanOrEqual(3)
  })

  test('high contrast reaches 7:1', () => {
    const high = { ...plain, ...tokens(more, theme) }
    const low = inks.map((ink) => ({ ink, ratio: contrast(high[ink]!, high.surface!) }))
    expect(low.filter(({ ratio }) => ratio < 7)).toEqual([])
  })
})

test('colours live in the tokens alone', async () => {
  const { readdirSync } = await import('node:fs')
  const root = join(import.meta.dirname, '../../../renderer')
  const raw = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.css') &&
        !name.endsWith('tokens.css') &&
        !name.startsWith('phone') &&
        !name.startsWith('shell'),
    )
    .filter((name) =>
      /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|oklch\(/i.test(readFileSync(join(root, name), 'utf8')),
    )
  expect(raw).toEqual([])
})
