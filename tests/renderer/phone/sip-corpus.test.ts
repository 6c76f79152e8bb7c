import { Parser } from 'sip.js/lib/core/messages/parser.js'
import { describe, expect, test } from 'vitest'
import { mangledInvites } from '#tests/support/sip-corpus/mangled-invites.ts'
import { mutations } from '#tests/support/sip-corpus/mutations.ts'
import { tortureMessages } from '#tests/support/sip-corpus/torture-messages.ts'

const silent = { warn() {}, error() {}, log() {}, debug() {} } as unknown as Parameters<
  typeof Parser.parseMessage
>[1]
/** What the bare parser makes of a text: read, dropped without a word, or thrown. */
function bare(text: string): 'read' | 'dropped' | 'thrown' {
  try {
    return Parser.parseMessage(text, silent) === undefined ? 'dropped' : 'read'
  } catch {
    return 'thrown'
  }
}
const callId = (text: string) => /^(?:Call-ID|i)\s*:\s*(\S+)/im.exec(text)?.[1]

describe('the corpus bites', () => {
  const mangled = mangledInvites()

  test('at least 60 faults, each named once, each an INVITE with an id of its own', () => {
    expect(mangled.length).toBeGreaterThanOrEqual(60)
    expect(new Set(mangled.map(({ name }) => name)).size).toBe(mangled.length)
    expect(new Set(mangled.map(({ text }) => text)).size).toBe(mangled.length)
    const ids = mangled.map(({ text }) => callId(text)).filter((id) => id?.includes('@'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(mangledInvites(1).map(({ text }) => text)).not.toEqual(mangled.map(({ text }) => text))
    for (const { name, text } of mangled) expect(text, name).toMatch(/^[\ufeff\r\n]*INVITE/i)
  })

  test('the bare parser loses many of them and throws at some', () => {
    const fates = mangled.map(({ text }) => bare(text))
    expect(fates.filter((fate) => fate !== 'read').length).toBeGreaterThanOrEqual(40)
    expect(fates).toContain('read')
  })

  test('the call they were made from is sound', () => {
    const plain = mangled.find(({ name }) => name === 'an empty name without a space')
    expect(bare(plain?.text ?? '')).toBe('read')
  })
})

describe('the sections of RFC 4475', () => {
  const torture = tortureMessages()

  test('all 49, each once and in order', () => {
    const count = (kind: string) => torture.filter((message) => message.kind === kind).length
    expect(['valid', 'invalid', 'transaction', 'application', 'old'].map(count)).toEqual([13, 19, 1, 15, 1])
    expect(new Set(torture.map(({ section }) => section)).size).toBe(49)
  })

  test('the bare parser reads every sound one', () => {
    const lost = torture.filter(({ kind, text }) => kind === 'valid' && bare(text) !== 'read')
    expect(lost.map(({ section }) => section)).toEqual([])
  })
})

describe('mutations', () => {
  test('the same seed tells the same story, another seed another one', () => {
    const story = (seed: number) => [...mutations(seed, 500)]
    expect(story(7)).toEqual(story(7))
    expect(story(8)).not.toEqual(story(7))
  })

  test('among 2,000 some are read, some dropped, none is beyond the limits of a frame', () => {
    const fates = new Set<string>()
    for (const text of mutations(1, 2_000)) {
      fates.add(bare(text))
      expect(text.length).toBeLessThanOrEqual(60 * 1024)
    }
    expect([...fates]).toEqual(expect.arrayContaining(['read', 'dropped']))
  })
})
