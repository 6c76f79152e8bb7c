import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Why power cannot be cut here, or null. In CI a missing compiler is a failure, not a reason. */
export const noPowerCuts: string | null =
  process.platform !== 'linux'
    ? 'files are watched on Linux only'
    : !existsSync('/usr/include/stdio.h') && process.env.CI !== 'true'
      ? 'no C compiler is installed'
      : null

/** A disk writes sectors whole, pages of a database not. */
const sectorBytes = 512

/** How much of what no fsync reached is on the disk after the cut. */
export type Cut =
  /** Nothing: files and names are as the last fsync left them. */
  | 'lastFsync'
  /** Any sectors of it, and the names as they were last or as the last fsync left them. */
  | 'torn'

/** A machine's disk with a power switch: what is written to a folder in one life, and what of it a cut leaves. */
export class Power {
  readonly #room: string
  readonly #library: string
  #before = new Map<string, string>()
  #shadow = ''
  #lives = 0

  /** Compiles the watcher of files. `room`: a folder of its own on the disk that is watched. */
  constructor(room: string) {
    this.#room = mkdtempSync(join(room, 'power-'))
    this.#library = join(this.#room, 'durable.so')
    const source = join(import.meta.dirname, 'durable.c')
    execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', this.#library, source, '-ldl', '-lpthread'])
  }

  /** What a process is given in its environment, so that its disk can be cut off. */
  switchedOn(folder: string): Record<string, string> {
    this.#shadow = join(this.#room, `shadow-${++this.#lives}`)
    mkdirSync(join(this.#shadow, 'c'), { recursive: true })
    const copy = join(this.#shadow, 'before')
    cpSync(folder, copy, { recursive: true })
    // What lay there when the power came on is on the disk.
    this.#before = new Map(filesIn(folder).map((name) => [idOf(join(folder, name)), join(copy, name)]))
    return { LD_PRELOAD: this.#library, DURABLE_ROOT: folder, DURABLE_SHADOW: this.#shadow }
  }

  /** The folder as the machine finds it when the power is back. The old one is gone. */
  cut(folder: string, after: string, cut: Cut, random: () => number): void {
    const last = namesAt(this.#shadow)
    const now = new Map(filesIn(folder).map((name) => [name, idOf(join(folder, name))]))
    const atStart = new Map([...this.#before].map(([id, path]) => [path.slice(this.#shadow.length + 8), id]))
    const durable = last ?? atStart
    const names = cut === 'torn' && random() < 0.5 ? now : durable
    const written = new Map([...now].map(([name, id]) => [id, join(folder, name)]))
    mkdirSync(after, { recursive: true })
    for (const [name, id] of names) {
      const flushed = this.#flushed(id)
      const current = written.get(id)
      const bytes = cut === 'torn' && current ? torn(flushed, readFileSync(current), random) : flushed
      mkdirSync(dirname(join(after, name)), { recursive: true, mode: 0o700 })
      writeFileSync(join(after, name), bytes, { mode: 0o600 })
    }
    rmSync(folder, { recursive: true, force: true })
    rmSync(this.#shadow, { recursive: true, force: true })
  }

  /** What a file held when it was last flushed; nothing if it never was. */
  #flushed(id: string): Buffer {
    const path = [join(this.#shadow, 'c', id), this.#before.get(id)].find(
      (one) => one !== undefined && existsSync(one),
    )
    return path === undefined ? Buffer.alloc(0) : readFileSync(path)
  }
}

function namesAt(shadow: string): Map<string, string> | null {
  const file = join(shadow, 'names')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => line.split('\t') as [string, string]).map(([id, name]) => [name, id]))
}

/** Each sector as it was flushed or as it was written since; the length of either. */
function torn(flushed: Buffer, current: Buffer, random: () => number): Buffer {
  const bytes = Buffer.alloc(random() < 0.5 ? flushed.length : current.length)
  for (let at = 0; at < bytes.length; at += sectorBytes) {
    const from = random() < 0.5 ? flushed : current
    from.subarray(at, Math.min(at + sectorBytes, bytes.length)).copy(bytes, at)
  }
  return bytes
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
}

/** As the watcher names a file: inode and time of birth. */
function idOf(path: string): string {
  const { ino, birthtimeNs } = statSync(path, { bigint: true })
  return `${ino}.${birthtimeNs / 1_000_000_000n}.${birthtimeNs % 1_000_000_000n}`
}
