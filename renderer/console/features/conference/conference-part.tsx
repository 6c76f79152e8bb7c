import type { Conference } from '#domain/call/conference.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import './conference.css'

function headOf(t: Say, { at, state, failure }: Conference): string {
  if (state === 'opening') return t('conference.opening')
  if (state === 'failed') return t('conference.failed', { why: t(`end.${failure ?? 'failed'}`) })
  if (state === 'over') return t('conference.over')
  return t(at === 'pbx' ? 'conference.open' : 'conference.here')
}

/** Who is in the conference, who is on the way, and who did not get in and is still with us. */
export function ConferencePart() {
  const { live } = useConsole()
  const { t } = useText()
  const conference = useStore(live.phone, (phone) => phone?.conference ?? null)
  const pops = useStore(live.pops)
  if (conference === null) return null
  const { at, state, members } = conference
  const nameOf = ({ callId, peer }: Conference['members'][number]) => {
    const who = pops[callId]?.who
    if (who?.kind === 'known') return who.card.contact?.name ?? who.card.organisation.name
    return peer.name || pops[callId]?.numberShown || peer.number
  }
  return (
    <section className={`conference ${state}`} aria-label={t('conference.open')}>
      <p className="conference-head" role="status">
        <Icon name={state === 'failed' ? 'warning' : 'merge'} size={14} />
        {headOf(t, conference)}
      </p>
      <ul>
        {members.map((member) => (
          <li key={member.callId} className={member.state}>
            <span className="truncate">{nameOf(member)}</span>
            <span className="conference-state">{t(`conference.member.${member.state}`)}</span>
          </li>
        ))}
      </ul>
      {state === 'open' && <p className="conference-hint">{t(`conference.leave.${at}`)}</p>}
    </section>
  )
}
