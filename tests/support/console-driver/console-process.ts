import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { config } from '#core/settings/config-file.ts'
import { Program } from './program.ts'

/** What `npm start` runs. */
export const startScript = join(import.meta.dirname, '../../../scripts/start.ts')

/** What stands in a configuration file, as IT writes it. */
export type ConfigText = z.input<typeof config>

/** One workstation: core and web shell as `npm start -- --no-window --config FILE` runs them, on a folder that stays. */
export class ConsoleProcess {
  readonly folder: string
  readonly #file: string
  #program: Program | null = null

  constructor(folder: string, config: ConfigText) {
    this.folder = join(folder, 'data')
    this.#file = join(folder, 'config.json')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.configure(config)
  }

  /** Another configuration, read at the next start. */
  configure(config: ConfigText): void {
    writeFileSync(this.#file, JSON.stringify(config), { mode: 0o600 })
  }

  /** Answers an address that lets one browser in. */
  async start(): Promise<string> {
    this.#program = new Program(startScript, ['--no-window', '--config', this.#file, '--folder', this.folder])
    const [, address = ''] = await this.#program.says(/^Пульт: (http:\S+)$/m)
    return address
  }

  /** SIGKILL: a crash. SIGTERM: an orderly end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.#program?.end(signal)
    this.#program = null
  }
}
