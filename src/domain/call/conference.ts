import { z } from 'zod'
import { callId } from '../ids.ts'
import { type CallEnd, callEnd } from './call-end.ts'
import { caller } from './caller.ts'
import { type Transfer, transferFailures } from './transfer.ts'

/** Somebody in a conference of ours, or on the way into it. Who did not get in is still a call in hand, held. */
export const conferenceMember = z.object({
  callId,
  peer: caller,
  state: z.enum(['waiting', 'joining', 'in', 'failed', 'left']),
  failure: z.enum(transferFailures).nullable(),
})
export type ConferenceMember = z.infer<typeof conferenceMember>

/**
 * Several calls as one conversation. In a room of the PBX our own call into it comes first and each member follows by a
 * transfer, so that whatever fails finds the others where they were; mixed here, the members stay our calls.
 *
 *   opening ──roomAnswered──▶ open ──roomOver──▶ over        opening ──roomOver──▶ failed
 *   member: waiting ──▶ joining ──▶ in │ failed               gone on their own ──▶ left
 */
export const conference = z.object({
  at: z.enum(['pbx', 'here']),
  /** Our own call into the room; null of a conference mixed here. */
  roomCallId: callId.nullable(),
  state: z.enum(['opening', 'open', 'failed', 'over']),
  /** Why the room did not open. */
  failure: callEnd.nullable(),
  members: z.array(conferenceMember),
})
export type Conference = z.infer<typeof conference>

export type ConferenceNews =
  | { type: 'roomAnswered' }
  | { type: 'roomOver'; end: CallEnd }
  /** How the transfer of a member's call into the room goes. */
  | { type: 'moving'; callId: Transfer['callId']; transfer: Pick<Transfer, 'state' | 'failure'> }
  | { type: 'memberOver'; callId: Transfer['callId']; end: CallEnd }
  | { type: 'added'; member: ConferenceMember }

/** News of who is no member, and of a conference that is over, change nothing. */
export function nextConference(now: Conference, news: ConferenceNews): Conference {
  if (now.state === 'failed' || now.state === 'over') return now
  switch (news.type) {
    case 'roomAnswered':
      if (now.state !== 'opening') return now
      return { ...now, state: 'open', members: now.members.map(begin) }
    case 'roomOver':
      return now.state === 'opening'
        ? { ...now, state: 'failed', failure: news.end }
        : { ...now, state: 'over' }
    case 'moving':
      return withMember(now, news.callId, (member) => {
        if (member.state !== 'joining') return member
        const { state, failure } = news.transfer
        if (state === 'done') return { ...member, state: 'in' }
        return state === 'failed' ? { ...member, state: 'failed', failure } : member
      })
    case 'memberOver':
      return withMember(now, news.callId, (member) => {
        if (member.state === 'left') return member
        const joined = now.at === 'pbx' && member.state === 'joining' && news.end === 'transferred'
        // Transferred into the room: their call with us is over, and they are in it.
        if (joined) return { ...member, state: 'in' }
        return now.at === 'pbx' && member.state === 'in' ? member : { ...member, state: 'left' }
      })
    case 'added':
      if (now.members.some((member) => member.callId === news.member.callId)) return now
      return {
        ...now,
        members: [...now.members, now.state === 'open' ? begin(news.member) : news.member],
      }
  }
}

/** Who the PBX is to be asked for next: members whose way into the room is open. */
export function membersToMove({ at, state, members }: Conference): ConferenceMember[] {
  return at === 'pbx' && state === 'open' ? members.filter((member) => member.state === 'joining') : []
}

function begin(member: ConferenceMember): ConferenceMember {
  return member.state === 'waiting' ? { ...member, state: 'joining' } : member
}

function withMember(
  now: Conference,
  id: Transfer['callId'],
  change: (member: ConferenceMember) => ConferenceMember,
): Conference {
  const at = now.members.findIndex((member) => member.callId === id)
  const member = now.members[at]
  if (member === undefined) return now
  const changed = change(member)
  return changed === member ? now : { ...now, members: now.members.with(at, changed) }
}
