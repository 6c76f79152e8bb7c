import type { AmiClient } from './ami-client.ts'

/** QueueMember Status as Asterisk numbers it. */
export const memberStatus = { free: '1', inUse: '2', unavailable: '5', ringing: '6' } as const

/**
 * Resolves when the queue takes this extension for `status`. Right after REGISTER a member is still unavailable
 * until the qualify answered (up to 1.2 s seen): a test that calls earlier rings nobody.
 */
export async function memberBecomes(
  ami: AmiClient,
  extension: string,
  status: string = memberStatus.free,
  queue = 'support',
): Promise<void> {
  const of = (fields: Readonly<Record<string, string>>) =>
    fields.Queue === queue && (fields.Interface ?? fields.Location) === `PJSIP/${extension}`
  const waiting = ami.once('QueueMemberStatus', (event) => of(event) && event.Status === status)
  // The race may be over before the wait: its time-out is then nobody's business.
  waiting.catch(() => {})
  const members = await ami.list('QueueStatus', { Queue: queue })
  if (members.some((event) => event.Event === 'QueueMember' && of(event) && event.Status === status)) return
  await waiting
}
