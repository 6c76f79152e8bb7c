import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { user } from '#domain/directory/staff.ts'
import { instant } from '#domain/instant.ts'

/** Why the desk is not there, as a code the window words with the next step. */
export const deskFault = z.enum([
  'refused',
  'timeout',
  'dns',
  'tls',
  'cut',
  'notADesk',
  'failing',
  'signedOut',
  'tooOld',
  'forbidden',
])

/** Everything the status bar and the banners say of the core, in one piece; pushed at each change. */
export const coreStatus = z.object({
  user: user.nullable(),
  spaceName: z.string().nullable(),
  desk: z.discriminatedUnion('state', [
    z.object({ state: z.literal('none') }),
    z.object({ state: z.literal('connecting') }),
    z.object({ state: z.literal('live'), since: instant }),
    z.object({ state: z.literal('away'), since: instant, fault: deskFault, retryAt: instant.nullable() }),
  ]),
  /** First fill of the cache; null when the cache is whole. */
  filling: z
    .object({
      /** As one file for each part, or page by page, which takes longer. */
      way: z.enum(['copy', 'pages']),
      rows: z.number().int(),
      /** Of the copy's files, together; null by pages: nobody knows how much will come. */
      bytes: z.number().int(),
      totalBytes: z.number().int().nullable(),
      msLeft: z.number().int().nullable(),
      /** A person stopped the copy: it can be asked for again. */
      cancelled: z.boolean(),
    })
    .nullable(),
  /** Per cent of the search that is built, while finds may lack something; null: it has everything. */
  searchPercent: z.number().int().min(0).max(100).nullable(),
  /** When the cache last agreed with the desk. */
  asOf: instant.nullable(),
  /** Changes the desk has not confirmed / has refused. */
  pending: z.number().int(),
  notAccepted: z.number().int(),
  /** What happened to the files on disk, said until dismissed. */
  files: z.object({
    /** The cache was damaged or could not be opened: it is being filled anew, nothing of ours was in it. */
    cacheRebuilt: z.boolean(),
    /** The outbox was damaged: the old file is kept aside under this name for IT. */
    outboxKeptAside: z.string().nullable(),
    /** New changes are refused until there is room; reading goes on. */
    diskFull: z.boolean(),
  }),
  /** Desk's clock minus ours, ms; shown when beyond a minute. */
  clockSkewMs: z.number().int(),
  secrets: z.enum(['os', 'file', 'memory']),
  /** Until when the cache may be used without the desk letting us in again; null: nobody is signed in. */
  lease: z.object({ until: instant, ended: z.boolean() }).nullable(),
  /** When IT had everything removed from this machine; null once somebody signed in again. */
  wipedAt: instant.nullable(),
})
export type CoreStatus = z.infer<typeof coreStatus>

export const session = {
  watch: oc.output(eventIterator(coreStatus)),
  signIn: oc
    .errors({
      WRONG_PASSWORD: {},
      TOO_MANY_TRIES: { data: z.object({ retryAfterS: z.number() }) },
      DESK_UNREACHABLE: { data: z.object({ fault: deskFault }) },
      BAD_ADDRESS: {},
      /** Changes of another person wait in this machine's outbox; they leave only with that person's sign-in. */
      OTHERS_PENDING: { data: z.object({ name: z.string(), pending: z.number().int() }) },
    })
    .input(
      z.object({
        address: z.string().max(300),
        login: z.string().min(1).max(64),
        password: z.string().min(1).max(256),
      }),
    )
    .output(z.object({})),
  signOut: oc.output(z.object({})),
  /** Asks the desk at once instead of waiting for the next try. */
  retryDesk: oc.output(z.object({})),
  /** Stops the copy that fills the cache: the rest comes page by page, what is there stays usable. */
  cancelCopy: oc.output(z.object({})),
  /** Goes on with the copy after all. */
  retryCopy: oc.output(z.object({})),
  dismissFileNews: oc.output(z.object({})),
}
