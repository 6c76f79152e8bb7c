import { z } from 'zod'

/** What keeps an update waiting, as the core knows it. */
export const activity = z.object({
  /** Calls that are not over. */
  calls: z.number().int(),
  /** Tickets being written. */
  drafts: z.number().int(),
  /** Changes the desk has not confirmed. */
  pending: z.number().int(),
  /** The dispatcher said "away", or nobody is signed in. */
  away: z.boolean(),
})
export type Activity = z.infer<typeof activity>

/** Main process → core process. Ports travel beside the message, in this order. */
export type ToCore =
  /** First message, with the port of the secrets. */
  | { readonly type: 'start'; readonly settings: CoreSettings }
  /** With the port of a page. */
  | { readonly type: 'page'; readonly page: 'console' | 'phone' }
  | { readonly type: 'activity'; readonly ask: number }
  | { readonly type: 'close' }

/** What the shell tells a core about this machine. */
export type CoreSettings = {
  /** Folder of the core's files, made if missing. */
  readonly dataFolder: string
  /** A file with addresses and the account to begin with (`--config`), or null. */
  readonly configFile: string | null
  readonly secretsKind: 'os' | 'file' | 'memory'
}

/** Core process → main process. */
export const fromCore = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started') }),
  /** It could not start; the reference stands in its log. It ends by itself after this. */
  z.object({ type: z.literal('failed'), reference: z.string() }),
  /** How many calls ring now: the shell shows the window or makes it blink. */
  z.object({ type: z.literal('ringing'), count: z.number().int() }),
  /** Null: the core could not tell, which counts as busy. */
  z.object({ type: z.literal('activity'), ask: z.number().int(), activity: activity.nullable() }),
])
export type FromCore = z.infer<typeof fromCore>
