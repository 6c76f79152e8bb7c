import { z } from 'zod'

const token = z
  .string()
  .max(256)
  .regex(/^[\x21-\x7e]+$/)

/**
 * What names a dialog to the PBX (RFC 3261 §12): with the Call-ID of the call another phone of ours can take it over by
 * `Replaces` when this one is no more.
 */
export const callDialog = z.object({ localTag: token, remoteTag: token })
export type CallDialog = z.infer<typeof callDialog>

/** The value of a Replaces header for the other side: its own tag is the to-tag (RFC 3891 §3). */
export function replacesOf(sipCallId: string, { localTag, remoteTag }: CallDialog): string {
  return `${sipCallId};to-tag=${remoteTag};from-tag=${localTag}`
}

/** The dialog of ours an incoming Replaces means, null when it is not one: there our own tag is the to-tag. */
export function readReplaces(header: string): { sipCallId: string; dialog: CallDialog } | null {
  const [sipCallId = '', ...parameters] = header.split(';').map((part) => part.trim())
  const tag = (name: string) =>
    parameters.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const dialog = callDialog.safeParse({ localTag: tag('to-tag'), remoteTag: tag('from-tag') })
  return sipCallId !== '' && dialog.success ? { sipCallId, dialog: dialog.data } : null
}
