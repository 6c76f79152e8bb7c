import { type Agent, domain, type RigPlan } from './rig-plan.ts'

/**
 * pjsip.conf. Agents are known by user name before anything is known by address
 * (`endpoint_identifier_order`): the browsers and the trunk share 127.0.0.1, and by address first every browser
 * would be taken for the trunk.
 */
export function pjsipConf(plan: RigPlan): string {
  return `[global]
type=global
user_agent=Rig
endpoint_identifier_order=username,ip,anonymous
keep_alive_interval=30
[udp]
type=transport
protocol=udp
bind=127.0.0.1:${plan.ports.sip}
[tcp]
type=transport
protocol=tcp
bind=127.0.0.1:${plan.ports.sip}
[ws]
type=transport
protocol=ws
bind=127.0.0.1
websocket_write_timeout=1000
[wss]
type=transport
protocol=wss
bind=127.0.0.1
websocket_write_timeout=1000
${agentTemplate}${plan.agents.map(agentSections).join('')}${trunkSections(plan)}`
}

/** `rtp_timeout`: a workstation that died is noticed after 30 s of silence. `device_state_busy_at=2`: call waiting. */
const agentTemplate = `
[agent](!)
type=endpoint
context=internal
disallow=all
allow=opus,g722,alaw,ulaw
webrtc=yes
dtmf_mode=auto
send_pai=yes
send_rpid=no
trust_id_outbound=yes
send_diversion=yes
allow_subscribe=yes
notify_early_inuse_ringing=yes
device_state_busy_at=2
rtp_timeout=30
rtp_timeout_hold=300
call_group=1
pickup_group=1
from_domain=${domain}
media_address=127.0.0.1
bind_rtp_to_media_address=yes
`

/** What one of them has beside the others. */
const peculiar: Readonly<Record<string, string>> = {
  // A colleague's hold comes to this phone as an offer, where the others only hear the music.
  103: 'moh_passthrough=yes',
  // The shortest interval the RFC allows: refreshed after 45 s.
  104: 'timers=always\ntimers_min_se=90\ntimers_sess_expires=90',
}

/** Each new registration of an account replaces the one before: one phone of a dispatcher rings, the newest. */
function agentSections({ extension, name, secret }: Agent): string {
  return `
[${extension}](agent)
auth=${extension}
aors=${extension}
callerid=${name} <${extension}>
${peculiar[extension] ?? ''}
[${extension}]
type=auth
auth_type=userpass
username=${extension}
password=${secret}
[${extension}]
type=aor
max_contacts=1
remove_existing=yes
remove_unavailable=yes
minimum_expiration=30
default_expiration=120
maximum_expiration=600
qualify_frequency=15
qualify_timeout=3
`
}

/** The provider: whatever calls from loopback and is not an agent. It is believed about who calls, as a trunk is. */
function trunkSections(plan: RigPlan): string {
  return `
[trunk]
type=endpoint
; SIPp's customer knows no UPDATE that names the agent who answered
send_connected_line=no
context=from-trunk
disallow=all
allow=alaw,ulaw
trust_id_inbound=yes
send_pai=yes
rewrite_contact=yes
direct_media=no
media_address=127.0.0.1
bind_rtp_to_media_address=yes
aors=trunk
[trunk]
type=identify
endpoint=trunk
match=127.0.0.1/32
[trunk]
type=aor
contact=sip:127.0.0.1:${plan.ports.provider}
`
}
