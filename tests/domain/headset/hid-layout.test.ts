import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HidCollection, lampReports, layoutOf, pressedIn } from '#domain/headset/hid-layout.ts'
import { keyboard, manyReports, oneReport, pressedKeys } from '#tests/support/headset/layouts.ts'

const layout = (collections: readonly HidCollection[]) => {
  const found = layoutOf(collections)
  if (!found) throw new Error('no headset')
  return found
}
const on = (collections: readonly HidCollection[], reportId: number, ...bytes: number[]) =>
  [...pressedIn(layout(collections), reportId, Uint8Array.from(bytes))]
    .filter(([, pressed]) => pressed)
    .map(([button]) => button)
const sent = (
  collections: readonly HidCollection[],
  ...lit: ('offHook' | 'mute' | 'ring' | 'hold' | 'ringer')[]
) =>
  Object.fromEntries(
    lampReports(layout(collections), new Set(lit)).map(({ reportId, bytes }) => [reportId, [...bytes]]),
  )

describe('a report descriptor', () => {
  test('with all in one report tells its bits, and which of them stay', () => {
    expect(on(oneReport, 2, 0b0000_0001, 0)).toEqual(['hook'])
    expect(on(oneReport, 2, 0b0000_0101, 0)).toEqual(['hook', 'mute'])
    expect(on(oneReport, 2, 0b0000_1000, 0)).toEqual(['flash'])
    expect(on(oneReport, 1, 0xff)).toEqual([])
    expect(layout(oneReport).buttons.map(({ button, means }) => `${button} ${means}`)).toEqual([
      'hook state',
      'mute press',
      'flash press',
    ])
    expect(sent(oneReport, 'offHook', 'mute')).toEqual({ 2: [0b0000_0101, 0] })
    expect(sent(oneReport, 'ring', 'ringer')).toEqual({ 2: [0b0100_1000, 0] })
    expect(sent(oneReport)).toEqual({ 2: [0, 0] })
  })

  test('with many reports, inside a maker’s collection, tells each', () => {
    expect(on(manyReports, 8, 1)).toEqual(['hook'])
    expect(on(manyReports, 9, 0b0000_1000)).toEqual(['mute'])
    expect(on(manyReports, 9, 0b0001_0000)).toEqual(['drop'])
    expect(sent(manyReports, 'offHook', 'mute')).toEqual({ 23: [1], 24: [0], 25: [0b0001_0000] })
  })

  test('of what is pressed now, in two fields, without report numbers', () => {
    expect(on(pressedKeys, 0, 0, 1)).toEqual(['hook'])
    expect(on(pressedKeys, 0, 2, 1)).toEqual(['hook', 'mute'])
    expect(on(pressedKeys, 0, 9, 0)).toEqual([])
    expect(sent(pressedKeys, 'mute', 'ring')).toEqual({ 0: [1, 1] })
  })

  test('of a keyboard is no headset, nor is a telephone without a hook', () => {
    expect(layoutOf(keyboard)).toBeNull()
    expect(layoutOf([{ usagePage: 0x0b, inputReports: [{ items: [] }] }])).toBeNull()
    expect(layoutOf([])).toBeNull()
  })

  test('that is cut short, or lies about its length, says nothing wrong', () => {
    expect(on(oneReport, 2)).toEqual([])
    const huge: HidCollection = {
      usagePage: 0x0b,
      inputReports: [{ items: [{ usages: [0x0b0020], reportSize: 32, reportCount: 2 ** 30 }] }],
    }
    expect(layoutOf([huge])).toBeNull()
  })

  test('whatever a device says, reading it ends and a lamp lights its own bit only', () => {
    const number = fc.option(fc.integer({ min: -1, max: 70_000 }), { nil: undefined })
    const item = fc.record({
      usages: fc.array(fc.constantFrom(0x0b0020, 0x0b002f, 0x080017, 0x080009, 0x080018, 7), {
        maxLength: 6,
      }),
      reportSize: fc.integer({ min: 0, max: 40 }),
      reportCount: fc.integer({ min: 0, max: 20 }),
      isArray: fc.boolean(),
      isRange: fc.boolean(),
      usageMinimum: number,
      usageMaximum: number,
    })
    const report = fc.record({
      reportId: fc.integer({ min: 0, max: 3 }),
      items: fc.array(item, { maxLength: 6 }),
    })
    const hook = { usages: [0x0b0020], reportSize: 1, reportCount: 1 }
    fc.assert(
      fc.property(
        fc.array(report),
        fc.array(report),
        fc.uint8Array({ maxLength: 64 }),
        (inputs, outputs, bytes) => {
          const found = layoutOf([
            {
              usagePage: 0x0b,
              inputReports: [{ reportId: 9, items: [hook] }, ...inputs],
              outputReports: outputs,
            },
          ])
          expect(found).not.toBeNull()
          if (!found) return
          for (const id of [0, 1, 2, 3]) pressedIn(found, id, bytes)
          for (const { reportId, bytes: dark } of lampReports(found, new Set())) {
            expect(dark.length).toBe(found.outputBytes.get(reportId))
            expect(dark.every((byte) => byte === 0)).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
