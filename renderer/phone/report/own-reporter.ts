import type { OwnReport } from '#domain/call/own-report.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { ReporterPorts } from './core-reporter.ts'

/** The two verbs of the bridge it needs. Both reject when the core is away. */
export type OwnDoor = {
  report: (report: OwnReport) => Promise<unknown>
  kept: () => Promise<{ report: OwnReport | null }>
}

const retry = { baseMs: 200, capMs: 5_000 }

/**
 * Keeps the core told of the dispatcher's own state, the newest word only. A phone page that begins anew first asks what
 * was kept of an earlier one.
 */
export class OwnReporter {
  readonly #ports: Pick<ReporterPorts, 'random' | 'after'>
  readonly #restore: (report: OwnReport) => void
  #report: OwnReport
  #door: OwnDoor | null = null
  #restored = false
  #told = false
  #sending = false
  #attempt = 0

  constructor(
    ports: Pick<ReporterPorts, 'random' | 'after'>,
    first: OwnReport,
    restore: (report: OwnReport) => void,
  ) {
    this.#ports = ports
    this.#report = first
    this.#restore = restore
  }

  /** A core is there, perhaps another than before. */
  attach(door: OwnDoor): void {
    this.#door = door
    this.#told = false
    this.#attempt = 0
    void this.#send()
  }

  tell(report: OwnReport): void {
    this.#report = report
    this.#told = false
    void this.#send()
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      for (let door = this.#door; door && !this.#told; door = this.#door) {
        if (!this.#restored) {
          const { report } = await door.kept()
          this.#restored = true
          if (report !== null) this.#restore(report)
        }
        const report = this.#report
        await door.report(report)
        this.#told = report === this.#report && door === this.#door
        this.#attempt = 0
      }
    } catch {
      const wait = fullJitterMs(this.#attempt++, this.#ports.random, retry)
      this.#ports.after(wait, () => void this.#send())
    } finally {
      this.#sending = false
    }
  }
}
