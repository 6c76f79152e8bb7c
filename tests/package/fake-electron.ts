import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Format, NtExecutable, NtExecutableResource } from 'pe-library'
import { Resource } from 'resedit'

/** The words @electron/fuses looks for in a program; after them version, number of fuses, and one digit each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** Nine fuses as Electron ships them: what we burn is visible against it. */
const shippedFuses = '101100110'

const fuseBytes = () =>
  Buffer.concat([
    Buffer.from(sentinel),
    Buffer.from([1, shippedFuses.length]),
    Buffer.from(shippedFuses, 'latin1'),
  ])

/** As little of a 64-bit ELF program as there can be, with fuses in it. */
function elf(): Buffer {
  const head = Buffer.alloc(64)
  head.write('\x7fELF', 'latin1')
  head.set([2, 1, 1], 4)
  head.writeUInt16LE(2, 16)
  head.writeUInt16LE(0x3e, 18)
  head.writeUInt32LE(1, 20)
  head.writeUInt16LE(64, 52)
  return Buffer.concat([head, fuseBytes()])
}

/** An empty 64-bit Windows program with fuses and a version: the packer writes its own names over those. */
function portableExecutable(): Buffer {
  const program = NtExecutable.createEmpty(false, false)
  const raw = new Uint8Array(512)
  raw.set(fuseBytes())
  const initialisedReadable = 0x40000040
  // Under the name of the exception table, which nothing reads in a program that never runs.
  program.setSectionByEntry(Format.ImageDirectoryEntry.Exception, {
    info: {
      name: '.pdata',
      virtualSize: raw.length,
      virtualAddress: 0,
      sizeOfRawData: raw.length,
      pointerToRawData: 0,
      pointerToRelocations: 0,
      pointerToLineNumbers: 0,
      numberOfRelocations: 0,
      numberOfLineNumbers: 0,
      characteristics: initialisedReadable,
    },
    data: raw.buffer,
  })
  const resources = NtExecutableResource.from(program, true)
  const version = Resource.VersionInfo.createEmpty()
  const english = { lang: 1033, codepage: 1200 }
  version.setStringValues(english, { ProductName: 'Electron', FileDescription: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(program)
  return Buffer.from(program.generate())
}

/** Writes a distribution of Electron that packs like a real one and cannot run. */
export function writeFakeElectron(folder: string, platform: 'linux' | 'win32'): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  for (const locale of ['de', 'en-US', 'ru', 'zh-CN'])
    writeFileSync(join(folder, 'locales', `${locale}.pak`), locale)
  writeFileSync(join(folder, 'version'), '45.4.1')
  writeFileSync(join(folder, 'LICENSE'), 'licence')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'licences')
  if (platform === 'linux') {
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
      writeFileSync(join(folder, name), elf(), { mode: 0o755 })
    }
  } else writeFileSync(join(folder, 'electron.exe'), portableExecutable())
}
