import { DiskFull } from './outbox/disk-full.ts'
import type { Workstation } from './workstation.ts'

/** While the disk is full a small write is tried so often, so that the banner goes when there is room again. */
const tryEveryMs = 10_000
const pruneEveryMs = 3_600_000

/** Looks for room while there is none, and lets go of changes settled long ago. Answers the way to stop. */
export function watchRoom(work: Workstation): () => void {
  const { clock, log } = work.ports
  let cancelTry = () => {}
  let cancelPrune = () => {}
  const tryRoom = () => {
    try {
      work.durably(() => work.kept.set('room', clock.now()))
    } catch (error) {
      if (!(error instanceof DiskFull)) log.surprise('outbox.room', error)
      plan()
    }
  }
  const plan = () => {
    cancelTry()
    cancelTry = clock.after(tryEveryMs, tryRoom)
  }
  const stop = work.status.changed.on(({ files }) => {
    cancelTry()
    if (files.diskFull) plan()
  })
  const prune = () => {
    try {
      work.durably(() => work.outbox.prune(clock.now()))
    } catch (error) {
      if (!(error instanceof DiskFull)) log.surprise('outbox.prune', error)
    }
    cancelPrune = clock.after(pruneEveryMs, prune)
  }
  cancelPrune = clock.after(pruneEveryMs, prune)
  return () => {
    stop()
    cancelTry()
    cancelPrune()
  }
}
