import {
  buttonUsages,
  type HeadsetButton,
  type HeadsetLamp,
  lampUsages,
  telephonyPage,
} from './hid-usages.ts'

/** The part of a WebHID report item that places a field (W3C WebHID §9.3). */
export type HidItem = {
  isArray?: boolean | undefined
  isAbsolute?: boolean | undefined
  isRange?: boolean | undefined
  hasPreferredState?: boolean | undefined
  usages?: readonly number[] | undefined
  usageMinimum?: number | undefined
  usageMaximum?: number | undefined
  reportSize?: number | undefined
  reportCount?: number | undefined
  logicalMinimum?: number | undefined
}
export type HidReport = { reportId?: number | undefined; items?: readonly HidItem[] | undefined }
/** A collection of a report descriptor, as WebHID has parsed it. */
export type HidCollection = {
  usagePage?: number | undefined
  children?: readonly HidCollection[] | undefined
  inputReports?: readonly HidReport[] | undefined
  outputReports?: readonly HidReport[] | undefined
}

/**
 * Where one button lies. `variable`: the bits are its value; `array`: the field holds the index of what is pressed.
 * `state`: it stays on as long as it is on (HID 1.11 §6.2.2.5, absolute without a preferred state); `press`: each press is one
 * change, whatever comes back.
 */
export type ButtonField = {
  button: HeadsetButton
  reportId: number
  bit: number
  size: number
  kind: 'variable' | 'array'
  /** In an array: the value that means this button. */
  index: number
  means: 'state' | 'press'
}
export type LampField = {
  lamp: HeadsetLamp
  reportId: number
  bit: number
  size: number
  index: number
  kind: 'variable' | 'array'
}

export type HeadsetLayout = {
  buttons: readonly ButtonField[]
  lamps: readonly LampField[]
  /** Length of each output report in bytes: it is always sent whole. */
  outputBytes: ReadonlyMap<number, number>
}

/** No report of a headset is longer; a device that says so is not believed. */
const bitsMax = 8 * 4_096

type Placed = {
  usage: number
  reportId: number
  bit: number
  size: number
  kind: 'variable' | 'array'
  index: number
  item: HidItem
}

/** Buttons and lamps of a device by its report descriptor; null when it is no headset: without a hook there is nothing to press. */
export function layoutOf(collections: readonly HidCollection[]): HeadsetLayout | null {
  const all = flat(collections)
  if (!all.some(({ usagePage }) => usagePage === telephonyPage)) return null
  const inputs = merged(all, (one) => one.inputReports)
  const outputs = merged(all, (one) => one.outputReports)
  const buttons = place(inputs).flatMap(({ usage, item, ...field }) => {
    const button = nameOf(buttonUsages, usage)
    const means: ButtonField['means'] =
      item.isAbsolute !== false && item.hasPreferredState !== true ? 'state' : 'press'
    return button ? [{ button, ...field, means }] : []
  })
  if (!buttons.some(({ button }) => button === 'hook')) return null
  const lamps = place(outputs).flatMap(({ usage, item: _, ...field }) => {
    const lamp = nameOf(lampUsages, usage)
    return lamp ? [{ lamp, ...field }] : []
  })
  const outputBytes = new Map([...outputs].map(([id, items]) => [id, Math.ceil(bitsOf(items) / 8)]))
  return { buttons, lamps, outputBytes }
}

/** Which buttons an input report says are on. Fields that lie behind its end say nothing. */
export function pressedIn(
  layout: HeadsetLayout,
  reportId: number,
  bytes: Uint8Array,
): Map<HeadsetButton, boolean> {
  const found = new Map<HeadsetButton, boolean>()
  for (const { button, bit, size, kind, index, ...field } of layout.buttons) {
    if (field.reportId !== reportId || bit + size > 8 * bytes.length) continue
    const value = readBits(bytes, bit, size)
    const on = kind === 'array' ? value === index : value !== 0
    // An array has a field for each finger: one of them is enough.
    found.set(button, on || (found.get(button) ?? false))
  }
  return found
}

/** The output reports that light exactly these lamps. */
export function lampReports(
  layout: HeadsetLayout,
  lit: ReadonlySet<HeadsetLamp>,
): { reportId: number; bytes: Uint8Array<ArrayBuffer> }[] {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const { lamp, reportId, bit, size, kind, index } of layout.lamps) {
    const bytes = reports.get(reportId) ?? new Uint8Array(layout.outputBytes.get(reportId) ?? 0)
    reports.set(reportId, bytes)
    if (!lit.has(lamp)) continue
    writeBits(bytes, bit, size, kind === 'array' ? index : 1)
  }
  return [...reports].map(([reportId, bytes]) => ({ reportId, bytes }))
}

function flat(collections: readonly HidCollection[]): HidCollection[] {
  return collections.flatMap((one) => [one, ...flat(one.children ?? [])])
}

/** A report's items may lie in several collections: by id they are one report, in order. */
function merged(
  collections: readonly HidCollection[],
  reportsOf: (one: HidCollection) => readonly HidReport[] | undefined,
): Map<number, HidItem[]> {
  const reports = new Map<number, HidItem[]>()
  for (const { reportId = 0, items = [] } of collections.flatMap((one) => reportsOf(one) ?? [])) {
    // WebHID lists a report in each collection that has part of it, and each time whole.
    const known = reports.get(reportId)
    if (!known || bitsOf(items) > bitsOf(known)) reports.set(reportId, [...items])
  }
  return reports
}

function place(reports: ReadonlyMap<number, readonly HidItem[]>): Placed[] {
  return [...reports].flatMap(([reportId, items]) => {
    let bit = 0
    return items.flatMap((item) => {
      const begin = bit
      bit += sizeOf(item)
      return bit > bitsMax ? [] : fieldsOf(item, reportId, begin)
    })
  })
}

function fieldsOf(item: HidItem, reportId: number, begin: number): Placed[] {
  const { reportSize: size = 0, reportCount: count = 0, isArray = false, logicalMinimum = 0 } = item
  if (size === 0 || size > 32) return []
  const usages = usagesOf(item)
  const at = (nth: number) => begin + nth * size
  if (isArray) {
    return Array.from({ length: count }).flatMap((_, nth) =>
      usages.map((usage, index) => ({
        ...{ usage, reportId, bit: at(nth), size, kind: 'array' as const, item },
        index: logicalMinimum + index,
      })),
    )
  }
  // Fields without a usage of their own have the last one (HID 1.11 §6.2.2.8).
  return Array.from({ length: count }).flatMap((_, nth) => {
    const usage = usages[Math.min(nth, usages.length - 1)]
    return usage === undefined
      ? []
      : [{ usage, reportId, bit: at(nth), size, kind: 'variable' as const, index: 1, item }]
  })
}

/** More usages than this are a keyboard's, not a headset's. */
const rangeMax = 1_024

function usagesOf({ isRange, usageMinimum, usageMaximum, usages = [] }: HidItem): readonly number[] {
  if (!isRange || usageMinimum === undefined || usageMaximum === undefined) return usages
  const length = Math.min(rangeMax, Math.max(0, usageMaximum - usageMinimum + 1))
  return Array.from({ length }, (_, nth) => usageMinimum + nth)
}

const sizeOf = ({ reportSize = 0, reportCount = 0 }: HidItem) => reportSize * reportCount
const bitsOf = (items: readonly HidItem[]) =>
  Math.min(
    bitsMax,
    items.reduce((sum, item) => sum + sizeOf(item), 0),
  )

function nameOf<Name extends string>(
  usages: Readonly<Record<Name, number>>,
  usage: number,
): Name | undefined {
  return (Object.keys(usages) as Name[]).find((name) => usages[name] === usage)
}

/** Least significant bit first (HID 1.11 §5.8). */
function readBits(bytes: Uint8Array, bit: number, size: number): number {
  let value = 0
  for (let nth = 0; nth < size; nth++) {
    const at = bit + nth
    if (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** nth
  }
  return value
}

function writeBits(bytes: Uint8Array, bit: number, size: number, value: number): void {
  for (let nth = 0; nth < size; nth++) {
    const at = bit + nth
    const on = Math.floor(value / 2 ** nth) % 2 === 1
    if (on && at >> 3 < bytes.length) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7))
  }
}
