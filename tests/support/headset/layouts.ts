import type { HidCollection, HidItem } from '#domain/headset/hid-layout.ts'

const bit = (usages: number[], more: HidItem = {}): HidItem => ({
  usages,
  reportSize: 1,
  reportCount: usages.length,
  isAbsolute: true,
  isArray: false,
  isRange: false,
  hasPreferredState: true,
  logicalMinimum: 0,
  ...more,
})
/** On as long as it is on: absolute, no preferred state. */
const state = { hasPreferredState: false }
/** Each press one change: relative. */
const press = { isAbsolute: false }
const pad = (bits: number): HidItem => ({ reportSize: bits, reportCount: 1 })

/** Everything in one report each way, as most USB headsets with a hook on the cable: a consumer part beside it. */
export const oneReport: HidCollection[] = [
  { usagePage: 0x0c, inputReports: [{ reportId: 1, items: [bit([0x0c00e9, 0x0c00ea]), pad(6)] }] },
  {
    usagePage: 0x0b,
    inputReports: [
      {
        reportId: 2,
        items: [
          bit([0x0b0020, 0x0b0097], state),
          bit([0x0b002f, 0x0b0021, 0x0b0024], press),
          // A keypad as an array of four bits, and what is left of the second byte.
          {
            isArray: true,
            isRange: true,
            isAbsolute: true,
            usageMinimum: 0x0b00b0,
            usageMaximum: 0x0b00bb,
            reportSize: 4,
            reportCount: 1,
            logicalMinimum: 0,
          },
          pad(7),
        ],
      },
    ],
    outputReports: [
      {
        reportId: 2,
        items: [bit([0x080017, 0x08001e, 0x080009, 0x080018, 0x080020, 0x080021]), bit([0x0b009e]), pad(9)],
      },
    ],
  },
]

/** A report for each thing, and the telephone inside a collection of the maker's: as dongles of wireless headsets do. */
export const manyReports: HidCollection[] = [
  {
    usagePage: 0xffa0,
    children: [
      {
        usagePage: 0x0b,
        inputReports: [
          { reportId: 8, items: [bit([0x0b0020], state), pad(7)] },
          { reportId: 9, items: [pad(3), bit([0x0b002f], state), bit([0x0b0026], press), pad(3)] },
        ],
        outputReports: [
          { reportId: 23, items: [bit([0x080017]), pad(7)] },
          { reportId: 24, items: [bit([0x080018]), pad(7)] },
          { reportId: 25, items: [pad(4), bit([0x080009]), pad(3)] },
        ],
      },
    ],
  },
]

/** Reports without a number, buttons as what is pressed now, lamps of a byte each: as older devices with keys do. */
export const pressedKeys: HidCollection[] = [
  {
    usagePage: 0x0b,
    inputReports: [
      {
        reportId: 0,
        items: [
          {
            isArray: true,
            isAbsolute: true,
            hasPreferredState: true,
            usages: [0x0b0020, 0x0b002f, 0x0b0026],
            reportSize: 8,
            reportCount: 2,
            logicalMinimum: 1,
          },
        ],
      },
    ],
    outputReports: [{ reportId: 0, items: [{ ...bit([0x080009, 0x080018]), reportSize: 8 }] }],
  },
]

/** A keyboard with media keys: no telephone. */
export const keyboard: HidCollection[] = [
  {
    usagePage: 0x01,
    inputReports: [{ items: [{ usages: [0x070004], reportSize: 8, reportCount: 6, isArray: true }] }],
  },
  { usagePage: 0x0c, inputReports: [{ reportId: 3, items: [bit([0x0c00e2], press), pad(7)] }] },
]
