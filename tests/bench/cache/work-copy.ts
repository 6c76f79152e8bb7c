import { constants, cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A copy of a kept folder to work in, beside it on the same disk (shared blocks where the disk can); `remove` it after. */
export function workCopy(folder: string): { folder: string; remove: () => void } {
  const copy = join(folder, '..', `work-${process.pid}-${basename(folder)}`)
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return { folder: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}
