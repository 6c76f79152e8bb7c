import { type RigPlan, rigFiles } from './rig-plan.ts'

/** queues.conf: ring all free members; nobody present keeps the caller waiting instead of throwing them out. */
export function queuesConf(plan: RigPlan): string {
  const nameOf = (extension: string) =>
    plan.agents.find((agent) => agent.extension === extension)?.name ?? extension
  const member = (extension: string) =>
    `member => PJSIP/${extension},0,${nameOf(extension)},PJSIP/${extension}`
  const queue = (name: string, members: readonly string[]) => `[${name}]
musicclass=default
strategy=ringall
timeout=20
retry=1
wrapuptime=0
servicelevel=20
joinempty=yes
leavewhenempty=no
ringinuse=no
reportholdtime=no
announce-frequency=0
setinterfacevar=yes
setqueueentryvar=yes
${members.map(member).join('\n')}
`
  return `[general]
persistentmembers=no
shared_lastcall=yes
log_membername_as_agent=yes
${plan.queues.map(({ name, members }) => queue(name, members)).join('')}`
}

export function musicConf(plan: RigPlan): string {
  return `[default]\nmode=files\ndirectory=${rigFiles(plan).music}\n`
}

/**
 * In a call: ## and *2 transfer, *3 parks, and the dispatcher's *81 and *82 pause the customer's recording and go on with it. *8
 * takes a colleague's ringing call.
 */
export const featuresConf = `[general]
pickupexten=*8
[featuremap]
atxfer => *2
blindxfer => ##
parkcall => *3
[applicationmap]
recordpause => *81,peer/caller,StopMixMonitor()
recordresume => *82,peer/caller,MixMonitor(resumed-\${UNIQUEID}.wav)
`

/** Transfer to 700 parks; dialling 701-720 takes the parked call. */
export const parkingConf = `[general]
[default]
parkext => 700
parkpos => 701-720
context => parkedcalls
parkingtime => 120
`
