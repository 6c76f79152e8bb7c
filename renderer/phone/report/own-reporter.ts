import type { OwnReport } from '#domain/call/own-report.ts'
import { CoreTeller, type TellerPorts } from './core-teller.ts'

/** The two verbs of the bridge it needs. Both reject when the core is away. */
export type OwnDoor = {
  report: (report: OwnReport) => Promise<unknown>
  kept: () => Promise<{ report: OwnReport | null }>
}

/**
 * Keeps the core told of the dispatcher's own state, the newest word only. A phone page that begins anew first asks what
 * was kept of an earlier one.
 */
export class OwnReporter {
  readonly #restore: (report: OwnReport) => void
  readonly #teller: CoreTeller<OwnDoor>
  #report: OwnReport
  #restored = false
  #told = false

  constructor(ports: TellerPorts, first: OwnReport, restore: (report: OwnReport) => void) {
    this.#report = first
    this.#restore = restore
    this.#teller = new CoreTeller(ports, (door, stillThere) =>
      this.#told ? null : this.#tellNewest(door, stillThere),
    )
  }

  /** A core is there, perhaps another than before. */
  attach(door: OwnDoor): void {
    this.#told = false
    this.#teller.attach(door)
  }

  tell(report: OwnReport): void {
    this.#report = report
    this.#told = false
    this.#teller.wake()
  }

  async #tellNewest(door: OwnDoor, stillThere: () => boolean): Promise<void> {
    if (!this.#restored) {
      const { report } = await door.kept()
      this.#restored = true
      if (report !== null) this.#restore(report)
    }
    const report = this.#report
    await door.report(report)
    this.#told = report === this.#report && stillThere()
  }
}
