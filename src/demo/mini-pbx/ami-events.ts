import {
  type CallQueue,
  type QueueCaller,
  type QueueMember,
  type QueueNews,
  serviceLevelS,
} from './call-queue.ts'

/** One AMI block: names and values in the order they are sent. */
export type AmiBlock = ReadonlyArray<readonly [name: string, value: string | number]>

const seconds = (ms: number) => Math.max(0, Math.round(ms / 1000))

/** A queue's news as Asterisk 22 says it, in the fields a board reads. */
export function queueEvent(queue: string, news: QueueNews): AmiBlock {
  switch (news.type) {
    case 'joined':
      return [
        ...event('QueueCallerJoin', queue),
        ['Position', news.position],
        ['Count', news.count],
        ...callerFields(news.caller),
      ]
    case 'left':
      return [
        ...event('QueueCallerLeave', queue),
        ['Position', news.position],
        ['Count', news.count],
        ...callerFields(news.caller),
      ]
    case 'abandoned':
      return [
        ...event('QueueCallerAbandon', queue),
        ['Position', news.position],
        ['OriginalPosition', news.caller.originalPosition],
        ['HoldTime', seconds(news.holdMs)],
        ...callerFields(news.caller),
      ]
    case 'called':
      return [...event('AgentCalled', queue), ...agentFields(news.member), ...callerFields(news.caller)]
    case 'notAnswered':
      return [
        ...event('AgentRingNoAnswer', queue),
        ...agentFields(news.member),
        ['RingTime', seconds(news.ringMs)],
        ...callerFields(news.caller),
      ]
    case 'connected':
      return [
        ...event('AgentConnect', queue),
        ...agentFields(news.member),
        ['HoldTime', seconds(news.holdMs)],
        ['RingTime', seconds(news.ringMs)],
        ...callerFields(news.caller),
      ]
    case 'completed':
      return [
        ...event('AgentComplete', queue),
        ...agentFields(news.member),
        ['HoldTime', seconds(news.holdMs)],
        ['TalkTime', seconds(news.talkMs)],
        ['Reason', news.by],
        ...callerFields(news.caller),
      ]
    case 'memberStatus':
      return [...event('QueueMemberStatus', queue), ...agentFields(news.member), ...memberFields(news.member)]
    case 'memberPaused':
      return [...event('QueueMemberPause', queue), ...agentFields(news.member), ...memberFields(news.member)]
  }
}

/** QueueStatus: parameters, members, waiting callers of one queue. */
export function queueSnapshot(queue: CallQueue, now: number): AmiBlock[] {
  const { totals } = queue
  const params: AmiBlock = [
    ['Event', 'QueueParams'],
    ['Queue', queue.name],
    ['Max', 0],
    ['Strategy', 'ringall'],
    ['Calls', queue.waiting.length],
    ['Holdtime', seconds(totals.holdMs)],
    ['TalkTime', seconds(totals.talkMs)],
    ['Completed', totals.completed],
    ['Abandoned', totals.abandoned],
    ['ServiceLevel', serviceLevelS],
    ['ServicelevelPerf', totals.serviceLevelPercent.toFixed(1)],
    ['Weight', 0],
  ]
  const members = queue.members.map(
    (member): AmiBlock => [
      ['Event', 'QueueMember'],
      ['Queue', queue.name],
      ['Name', member.name],
      ['Location', `PJSIP/${member.extension}`],
      ['StateInterface', `PJSIP/${member.extension}`],
      ...memberFields(member),
    ],
  )
  const entries = queue.waiting.map(
    (caller, index): AmiBlock => [
      ['Event', 'QueueEntry'],
      ['Queue', queue.name],
      ['Position', index + 1],
      ...callerFields(caller),
      ['Wait', seconds(now - caller.joinedAt)],
      ['Priority', 0],
    ],
  )
  return [params, ...members, ...entries]
}

export function queueSummary(queue: CallQueue, now: number): AmiBlock {
  const present = queue.members.filter(({ status }) => status !== 5)
  const longest = queue.waiting[0]
  return [
    ['Event', 'QueueSummary'],
    ['Queue', queue.name],
    ['LoggedIn', present.length],
    ['Available', present.filter(({ status, paused }) => status === 1 && !paused).length],
    ['Callers', queue.waiting.length],
    ['HoldTime', seconds(queue.totals.holdMs)],
    ['TalkTime', seconds(queue.totals.talkMs)],
    ['LongestHoldTime', longest ? seconds(now - longest.joinedAt) : 0],
  ]
}

function event(name: string, queue: string): AmiBlock {
  return [
    ['Event', name],
    ['Privilege', 'agent,all'],
    ['Queue', queue],
  ]
}

function callerFields({ id, number, name }: QueueCaller): AmiBlock {
  return [
    ['Channel', `PJSIP/trunk-${id.replace('.', '')}`],
    ['CallerIDNum', number === '' ? '<unknown>' : number],
    ['CallerIDName', name === '' ? '<unknown>' : name],
    ['Uniqueid', id],
    ['Linkedid', id],
  ]
}

function agentFields({ extension, name }: QueueMember): AmiBlock {
  return [
    ['MemberName', name],
    ['Interface', `PJSIP/${extension}`],
  ]
}

function memberFields(member: QueueMember): AmiBlock {
  return [
    ['StateInterface', `PJSIP/${member.extension}`],
    ['Membership', 'static'],
    ['Penalty', 0],
    ['CallsTaken', member.callsTaken],
    ['LastCall', member.lastCallAt === null ? 0 : Math.round(member.lastCallAt / 1000)],
    ['InCall', member.inCall ? 1 : 0],
    ['Status', member.status],
    ['Paused', member.paused ? 1 : 0],
    ['PausedReason', member.pausedReason],
    ['Ringinuse', 0],
  ]
}
