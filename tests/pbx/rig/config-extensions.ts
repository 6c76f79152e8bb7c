import { echoNumber, type RigPlan } from './rig-plan.ts'

/** extensions.conf: what each number does. */
export function extensionsConf(plan: RigPlan): string {
  return `[general]
static=yes
writeprotect=yes
[globals]
${preAgent}${fromTrunk}${didContext(plan)}${internal(plan)}${outside}
[ari]
exten => _X.,1,Stasis(console)
 same => n,Hangup()
`
}

/** Runs on each agent's channel before its INVITE leaves: what the console matches calls and queues by. */
const preAgent = `
[pre-agent]
exten => s,1,Set(PJSIP_HEADER(add,X-Call-Id)=\${CHANNEL(linkedid)})
 same => n,Set(PJSIP_HEADER(add,X-Uniqueid)=\${CHANNEL(uniqueid)})
 same => n,ExecIf($["\${QUEUENAME}" != ""]?Set(PJSIP_HEADER(add,X-Queue)=\${QUEUENAME}))
 same => n,ExecIf($["\${DIALED_DID}" != ""]?Set(PJSIP_HEADER(add,X-Dialed-Number)=\${DIALED_DID}))
 same => n,ExecIf($["\${RECORDED}" != ""]?Set(PJSIP_HEADER(add,X-Recording)=\${RECORDED}))
 same => n,Return()
`

const fromTrunk = `
[from-trunk]
exten => _X.,1,Goto(in,1)
exten => _+X.,1,Goto(in,1)
exten => in,1,Set(__DIALED_DID=\${CHANNEL(pjsip,local_uri)})
 same => n,Set(__DIALED_DID=\${CUT(CUT(DIALED_DID,:,2),@,1)})
 same => n,Goto(did,\${FILTER(0-9,\${DIALED_DID})},1)
`

/**
 * The company's numbers. A queue answers first, as queues in production do, so that a caller who gives up sends BYE.
 * 7495111<extension> rings one dispatcher and does not answer first: there giving up is a CANCEL.
 */
function didContext(plan: RigPlan): string {
  const queue = ({ did, name }: { did: string; name: string }) => `exten => ${did},1,Set(__QUEUENAME=${name})
 same => n,Answer()
 same => n,Queue(${name},b(pre-agent^s^1)t,,,300)
 same => n,Hangup(17)
`
  return `
[did]
${plan.queues.map(queue).join('')}exten => _7495111XXX,1,Dial(PJSIP/\${EXTEN:7},30,b(pre-agent^s^1)t)
 same => n,Hangup(\${HANGUPCAUSE})
; 7495112<extension> is recorded, and the dispatcher's codes pause that
exten => _7495112XXX,1,Set(__RECORDED=on)
 same => n,Set(__DYNAMIC_FEATURES=recordpause#recordresume)
 same => n,MixMonitor(\${UNIQUEID}.wav)
 same => n,Dial(PJSIP/\${EXTEN:7},30,b(pre-agent^s^1)t)
 same => n,Hangup(\${HANGUPCAUSE})
exten => ${echoNumber},1,Answer()
 same => n,Echo()
`
}

/**
 * What a dispatcher may dial. Includes are tried in order and after the context's own patterns, which is why
 * the outside line stands last and in a context of its own.
 */
function internal(plan: RigPlan): string {
  const hints = plan.agents.map(({ extension }) => `exten => ${extension},hint,PJSIP/${extension}`).join('\n')
  const queue = ({
    extension,
    name,
  }: {
    extension: string
    name: string
  }) => `exten => ${extension},1,Set(__QUEUENAME=${name})
 same => n,Queue(${name},b(pre-agent^s^1)t,,,300)
 same => n,Hangup(17)
`
  return `
[internal]
include => people
include => services
include => parkedcalls
include => outside

[people]
exten => _1XX,1,Dial(PJSIP/\${EXTEN},30,b(pre-agent^s^1)tTkK)
; a customer given away unasked to somebody who does not answer comes back to who gave (PJSIP/101-…)
 same => n,GotoIf($["\${BLINDTRANSFER}" != ""]?back)
 same => n,Hangup(\${HANGUPCAUSE})
 same => n(back),Dial(PJSIP/\${BLINDTRANSFER:6:3},30,b(pre-agent^s^1)tTkK)
 same => n,Hangup(\${HANGUPCAUSE})
${hints}

[services]
${plan.queues.map(queue).join('')}; 600 echo, 601 steady tone, 602 spoken text, 603 four digits, 65xx conference rooms
exten => 600,1,Answer()
 same => n,Echo()
exten => 601,1,Answer()
 same => n,Milliwatt()
exten => 602,1,Answer()
 same => n,Playback(demo-congrats)
 same => n,Hangup()
exten => 603,1,Answer()
 same => n,Read(DIGITS,,4,,1,10)
 same => n,UserEvent(Dtmf,Digits: \${DIGITS})
 same => n,Hangup()
exten => _65XX,1,Answer()
 same => n,ConfBridge(\${EXTEN})
exten => _65XXX,1,Answer()
 same => n,ConfBridge(\${EXTEN})
; **<extension> takes the call that is ringing at that colleague
exten => _**1XX,1,PickupChan(PJSIP/\${EXTEN:2},p)
 same => n,Hangup()
`
}

/** Every other number goes to the provider. */
const outside = `
[outside]
exten => _X.,1,Dial(PJSIP/\${EXTEN}@trunk,60,T)
 same => n,Hangup(\${HANGUPCAUSE})
exten => _+X.,1,Dial(PJSIP/\${EXTEN}@trunk,60,T)
 same => n,Hangup(\${HANGUPCAUSE})
`
