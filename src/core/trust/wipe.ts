import { z } from 'zod'
import { instant } from '#domain/instant.ts'
import type { FilesOfTickets } from '../attachments/attachments.ts'
import { newDbKey } from '../files/db-keys.ts'
import type { Settings } from '../settings/settings.ts'
import type { Workstation } from '../workstation.ts'

const begunName = 'wipe-begun'
const wipedName = 'wiped-at'

/** Was a wipe begun that a crash or a pulled plug kept from its end? */
export function wipeUnfinished({ kept }: Workstation): boolean {
  return kept.get(begunName, z.literal(true)) === true
}

/** When this machine was last wiped, until somebody signs in again. */
export const wipedAt = ({ kept }: Workstation) => kept.get(wipedName, instant)

/**
 * Removes what IT asked to be removed from this machine: customers, files, drafts, settled changes, learnt choices, the
 * telephone's account and the person. Changes the desk does not have stay, encrypted, until their author signs in.
 * Every step may be done twice: a wipe that was cut off is begun again at the next start.
 */
export async function wipe(
  work: Workstation,
  settings: Settings,
  files: Pick<FilesOfTickets, 'wipe'>,
): Promise<void> {
  const { kept, store, outbox, drafts, learnt, uploads, ports, status } = work
  work.durably(() => kept.set(begunName, true))
  // Cut off after this line, the next start finds a file that does not open and makes it anew: as good as wiped.
  store.rebuild(await newDbKey(ports.secrets, 'cache-key'))
  work.durably(() =>
    outbox.forgetSettled(() => {
      drafts.clear()
      learnt.clear()
      uploads.clear()
    }),
  )
  await files.wipe()
  await settings.forgetPhone()
  work.setAccount(null)
  work.replay()
  work.countChanges()
  work.reference.forget()
  work.ticketsChanged.emit({ ids: [], all: true })
  const now = ports.clock.now()
  work.durably(() => {
    kept.set(wipedName, now)
    kept.remove(begunName)
  })
  status.set({ wipedAt: now, asOf: null })
  ports.log.warn('workstation.wiped')
}

/** Somebody works here again. */
export function forgetWipe({ kept, status }: Workstation): void {
  if (status.now.wipedAt === null) return
  kept.remove(wipedName)
  status.set({ wipedAt: null })
}
