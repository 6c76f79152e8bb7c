import { networkInterfaces } from 'node:os'
import { asteriskModules } from './asterisk-files.ts'
import { type AmiAccount, type RigPlan, rigFiles, rtpPorts } from './rig-plan.ts'

/** asterisk.conf: folders and options. `astdatadir` must hold documentation/core-en_US.xml or PJSIP refuses to load. */
export function asteriskConf(plan: RigPlan): string {
  const { folder, prefix } = plan
  return `[directories]
astetcdir => ${rigFiles(plan).etc}
astmoddir => ${asteriskModules(prefix)}
astvarlibdir => ${folder}/lib
astdbdir => ${folder}/db
astkeydir => ${folder}/keys
astdatadir => ${prefix}/root/usr/share/asterisk
astagidir => ${folder}/agi
astspooldir => ${folder}/spool
astrundir => ${folder}/run
astlogdir => ${folder}/log
astsbindir => ${prefix}/root/usr/sbin
astcachedir => ${folder}/cache
[options]
verbose = 3
documentation_language = en_US
defaultlanguage = en
`
}

export const modulesConf = `[modules]
autoload=yes
preload=res_sorcery_config.so
noload=cdr_custom.so
noload=cel_custom.so
noload=res_pjsip_publish_asterisk.so
noload=pbx_spool.so
`

export const loggerConf = `[general]
dateformat=%F %T.%3q
[logfiles]
full => notice,warning,error,verbose,security
console => notice,warning,error
`

/**
 * Asterisk's ICE never offers 127.0.0.1 while another interface exists, so each of them is announced as loopback.
 * Denying IPv6 keeps the offer to the one address that the browser is allowed to use.
 */
export function rtpConf(plan: RigPlan): string {
  const lan = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
  return `[general]
rtpstart=${plan.ports.rtp}
rtpend=${plan.ports.rtp + rtpPorts - 1}
icesupport=yes
strictrtp=yes
ice_deny=::/0
[ice_host_candidates]
${lan.map(({ address }) => `${address} => 127.0.0.1\n`).join('')}`
}

export function httpConf(plan: RigPlan): string {
  const { certificate, certificateKey } = rigFiles(plan)
  return `[general]
enabled=yes
bindaddr=127.0.0.1
bindport=${plan.ports.http}
tlsenable=yes
tlsbindaddr=127.0.0.1:${plan.ports.https}
tlscertfile=${certificate}
tlsprivatekey=${certificateKey}
`
}

export function ariConf(plan: RigPlan): string {
  return `[general]
enabled=yes
pretty=no
[${plan.ari.username}]
type=user
read_only=no
password=${plan.ari.secret}
`
}

/** Three accounts with as much as each needs; variables, dial-plan steps and RTCP would drown the rest. */
export function managerConf(plan: RigPlan): string {
  const noisy = ['VarSet', 'Newexten', 'RTCPSent', 'RTCPReceived', 'TestEvent']
  const user = ({ username, secret }: AmiAccount, read: string, write: string) => `
[${username}]
secret=${secret}
deny=0.0.0.0/0
permit=127.0.0.1/32
read=${read}
write=${write}
writetimeout=1000
${noisy.map((name) => `eventfilter(action(exclude),name(${name})) =`).join('\n')}
`
  return `[general]
enabled=yes
webenabled=no
bindaddr=127.0.0.1
port=${plan.ports.ami}
timestampevents=yes
${user(plan.ami.full, 'system,call,agent,user,reporting,cdr,dialplan,command', 'system,call,agent,user,reporting,originate,command')}${user(plan.ami.watch, 'agent', '')}${user(plan.ami.pause, 'agent', 'agent')}`
}

/** Files whose absence Asterisk complains about. The first two must not even hold a section. */
export const quietFiles: Readonly<Record<string, string>> = {
  'acl.conf': '\n',
  'pjsip_notify.conf': '\n',
  ...Object.fromEntries(
    [
      'udptl',
      'pjproject',
      'websocket_client',
      'chan_websocket',
      'cli_aliases',
      'queuerules',
      'ccss',
      'stasis',
      'sorcery',
      'confbridge',
    ].map((name) => [`${name}.conf`, '[general]\n']),
  ),
  'cdr.conf':
    '[general]\nenable=yes\nunanswered=yes\n[csv]\nusegmtime=yes\nloguniqueid=yes\nloguserfield=yes\n',
  'cdr_manager.conf': '[general]\nenabled=yes\n',
  'cel.conf': '[general]\nenable=no\n',
  'indications.conf': `[general]
country=ru
[ru]
description=Russia
ringcadence=1000,4000
dial=425
busy=425/350,0/350
ring=425/1000,0/4000
congestion=425/175,0/175
`,
}
