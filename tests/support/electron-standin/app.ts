import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeBrowser, commandLine } from './browser.ts'
import { record } from './record.ts'

const paths = new Map<string, string>()

/** The application's life as Electron tells it: ready, asked to quit, quitting, gone. */
class StandinApp extends EventEmitter {
  readonly commandLine = commandLine
  readonly isPackaged = process.env.STANDIN_PACKAGED === '1'
  /** Filled in by the windows; says whether all of them let themselves be closed. */
  closeWindows: () => Promise<boolean> = async () => true
  #leaving = false

  /** Chromium itself is started by the first window. */
  async whenReady(): Promise<void> {}
  /** The hand-over to a first instance is the operating system's; here a second one is simply told that it is one. */
  requestSingleInstanceLock(): boolean {
    return process.env.STANDIN_SECOND !== '1'
  }
  enableSandbox(): void {
    record.sandboxed = true
  }
  getLocale(): string {
    return process.env.STANDIN_LOCALE ?? 'ru-RU'
  }
  getPath(name: string): string {
    return paths.get(name) ?? join(process.env.STANDIN_HOME ?? tmpdir(), name)
  }
  setPath(name: string, path: string): void {
    paths.set(name, path)
  }
  getVersion(): string {
    return '0.0.0'
  }

  quit(): void {
    if (this.#leaving) return
    let held = false
    this.emit('before-quit', {
      preventDefault: () => {
        held = true
      },
    })
    if (held) return
    this.#leaving = true
    void this.#leave()
  }

  exit(code = 0): void {
    process.exit(code)
  }

  async #leave(): Promise<void> {
    if (!(await this.closeWindows())) {
      this.#leaving = false
      return
    }
    this.emit('will-quit', { preventDefault() {} })
    this.emit('quit', {}, 0)
    await closeBrowser()
    process.exit(0)
  }
}

export const app = new StandinApp()
