import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { handClock, memoryPorts } from '../support/memory-ports.ts'
import { draftForRomashka, seated } from '../support/seated.ts'
import { workFolder } from '../support/work-folder.ts'
import { ringing } from '../support/workplace.ts'

/** A disk of its own needs root and a kernel that lets it; elsewhere the page limit in outbox.test.ts must do. */
const noMount = ((): string | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'not root on Linux'
  const folder = '/tmp/pult-mount-try'
  try {
    execFileSync('mkdir', ['-p', folder])
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
    return null
  } catch {
    return 'mount is not allowed here'
  }
})()

/** Fills what is left of the disk to the last page. */
function fill(folder: string): void {
  for (const [nth, size] of [1_000_000, 100_000, 4096, 4096, 4096, 512].entries()) {
    for (let more = 0; more < 20; more++) {
      try {
        writeFileSync(join(folder, `filler-${nth}-${more}`), Buffer.alloc(size, 1))
      } catch {
        break
      }
    }
  }
}

test.skipIf(noMount !== null)(
  `a full disk refuses new changes in so many words, pops go on, and room ends it${noMount ? ` (skipped: ${noMount})` : ''}`,
  async () => {
    const folder = workFolder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder])
    onTestFinished(() => void execFileSync('umount', [folder]))
    const clock = handClock()
    const { window, core } = await seated({ folder, ports: memoryPorts({ clock }) })
    core.work.store.db.pragma('wal_checkpoint(truncate)')
    await window.tickets.create({ fields: draftForRomashka, callId: null })
    fill(folder)

    const long = { ...draftForRomashka, description: 'подробно '.repeat(2000) }
    await expect(window.tickets.create({ fields: long, callId: null })).rejects.toMatchObject({
      code: 'DISK_FULL',
    })
    expect(core.status.files.diskFull).toBe(true)
    await window.calls.report({ events: [ringing('c', '+79161112233')] })
    const pop = await window.calls.pop({ callId: 'c' as never })
    expect(pop.who).toMatchObject({ kind: 'known', card: { openCount: 1 } })

    for (let nth = 0; nth < 6; nth++) {
      for (let more = 0; more < 20; more++) rmSync(join(folder, `filler-${nth}-${more}`), { force: true })
    }
    clock.pass(11_000)
    expect(core.status.files.diskFull).toBe(false)
    const { row } = await window.tickets.create({ fields: long, callId: 'c' as never })
    expect(row.ticket.provisionalNumber).toBe('N7-0002')
    const kinds = core.work.outbox.unsettled().map(({ intent }) => intent.kind)
    expect(kinds.filter((kind) => kind === 'call.rang')).toHaveLength(1)
  },
)
