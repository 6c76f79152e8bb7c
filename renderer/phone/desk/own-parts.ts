import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { DeskRunner } from './desk-runner.ts'

/** What the console is shown of the desk: the own state, and calls that are answered or ring as the rules have it. */
export function ownPartsOf({
  desk,
  sound,
}: DeskRunner): Pick<PhoneSnapshot, 'own' | 'doNotDisturb' | 'autoAnswered' | 'quiet'> {
  const { own, doNotDisturb, calls } = desk
  const ringing = calls.filter(({ phase }) => phase === 'ringing')
  return {
    ...{ own, doNotDisturb },
    autoAnswered: calls.filter(({ autoAnswered }) => autoAnswered).map(({ id }) => id),
    quiet: ringing.filter(({ silenced }) => silenced || sound !== 'ring').map(({ id }) => id),
  }
}
