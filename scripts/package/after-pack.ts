import { join } from 'node:path'
import { flipFuses } from '@electron/fuses'
import type { AfterPackContext } from 'electron-builder'
import { fuses } from './fuses.ts'

/** Burns the fuses of a packed program, before it is signed. Called by electron-builder. */
export default async function afterPack(context: AfterPackContext): Promise<void> {
  const { appOutDir, electronPlatformName, packager, arch } = context
  const { productFilename } = packager.appInfo
  const program = {
    win32: `${productFilename}.exe`,
    darwin: `${productFilename}.app`,
    linux: packager.config.linux?.executableName ?? productFilename,
  }[electronPlatformName]
  if (program === undefined) throw new Error(`No fuses are known for ${electronPlatformName}`)
  const arm64 = 3
  await flipFuses(join(appOutDir, program), {
    ...fuses,
    // On Apple silicon a program without any signature does not start, and burning breaks the one it came with.
    resetAdHocDarwinSignature: electronPlatformName === 'darwin' && arch === arm64,
  })
}
