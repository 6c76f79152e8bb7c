import type { Refusal } from '#domain/intent/refusal.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import { OutboxUnreadable, RefusedHere, SignedOut } from '../workstation.ts'

interface StorageErrors {
  DISK_FULL: () => Error
  OUTBOX_UNREADABLE: () => Error
  SIGNED_OUT: () => Error
}
interface WriteErrors extends StorageErrors {
  REFUSED: (options: { data: { refusal: Refusal } }) => Error
}

/** Runs a write of a verb and gives its expected failures their declared names. */
export function storing<Answer>(errors: StorageErrors, run: () => Answer): Answer {
  try {
    return run()
  } catch (error) {
    if (error instanceof DiskFull) throw errors.DISK_FULL()
    if (error instanceof OutboxUnreadable) throw errors.OUTBOX_UNREADABLE()
    if (error instanceof SignedOut) throw errors.SIGNED_OUT()
    throw error
  }
}

export function writing<Answer>(errors: WriteErrors, run: () => Answer): Answer {
  return storing(errors, () => {
    try {
      return run()
    } catch (error) {
      if (error instanceof RefusedHere) throw errors.REFUSED({ data: { refusal: error.refusal } })
      throw error
    }
  })
}
