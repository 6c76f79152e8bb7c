import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Room for a workstation with the test company several times over, MB. */
const sizeMb = 48

const mount = (folder: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0700`, 'tmpfs', folder], {
    encoding: 'utf8',
  })

/** Why no disk of a few megabytes can be made here, or null. In CI that is a failure, not a reason. */
export const noSmallDisk: string | null = process.env.CI === 'true' ? null : whyNot()

function whyNot(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk needs root on Linux'
  const folder = mkdtempSync(join(tmpdir(), 'pult-disk-'))
  const { status, stderr } = mount(folder)
  if (status === 0) execFileSync('umount', [folder])
  rmdirSync(folder)
  return status === 0 ? null : `a small disk cannot be mounted: ${stderr.trim()}`
}

/** A file system of its own in memory, small enough to be filled. */
export class SmallDisk {
  readonly #folder: string
  readonly #filler: string

  constructor(folder: string) {
    this.#folder = folder
    this.#filler = join(folder, 'filler')
    mkdirSync(folder, { recursive: true })
    const { status, stderr } = mount(folder)
    if (status !== 0) throw new Error(`no small disk: ${stderr}`)
  }

  /** Writes until not a page is left. */
  fill(): void {
    const file = openSync(this.#filler, 'w')
    try {
      for (const block of [Buffer.alloc(1 << 20), Buffer.alloc(4096)]) {
        try {
          for (;;) writeSync(file, block)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
    } finally {
      closeSync(file)
    }
  }

  makeRoom(): void {
    rmSync(this.#filler)
  }

  remove(): void {
    execFileSync('umount', [this.#folder])
  }
}
