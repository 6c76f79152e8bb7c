import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { findBrowser } from '#web/open-browser.ts'

/**
 * `node scripts/icons.ts`: draws resources/icon.svg at every size with Chromium and writes icon.png, icon.ico (Windows),
 * icon.icns (macOS) and the small ones for the tray. Their results are kept in the repository.
 */
const resources = join(import.meta.dirname, '../resources')

/** A Windows icon: PNG pictures in a directory (each entry 16 bytes; 0 stands for 256 pixels). */
export function icoOf(pictures: readonly { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [nth, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * nth
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** A macOS icon: blocks of a four-letter kind, their whole length and a PNG picture. */
export function icnsOf(pictures: readonly { kind: string; png: Buffer }[]): Buffer {
  const block = (kind: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.write(kind, 'latin1')
    head.writeUInt32BE(8 + body.length, 4)
    return Buffer.concat([head, body])
  }
  return block('icns', Buffer.concat(pictures.map(({ kind, png }) => block(kind, png))))
}

/** Kinds of an icns by pixels; the second of a pair is for a screen of double density. */
const icnsKinds = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
] as const

async function draw(): Promise<void> {
  const browser = findBrowser()
  if (browser === null) throw new Error('Drawing needs an installed Chromium')
  const svg = readFileSync(join(resources, 'icon.svg'), 'utf8')
  const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] })
  const page = await chrome.newPage()
  const made = new Map<number, Buffer>()
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    )
    made.set(size, await page.screenshot({ omitBackground: true }))
  }
  await chrome.close()
  const png = (size: number) => made.get(size) ?? Buffer.alloc(0)
  const write = (name: string, bytes: Buffer) => writeFileSync(join(resources, name), bytes)
  write('icon.png', png(512))
  write('tray.png', png(16))
  write('tray@2x.png', png(32))
  write('icon.ico', icoOf([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: png(size) }))))
  write('icon.icns', icnsOf(icnsKinds.map(([kind, size]) => ({ kind, png: png(size) }))))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await draw()
