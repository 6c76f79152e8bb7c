import type { BoardView } from '#bridge/board.ts'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { choiceName } from '../../words/own-words.ts'
import { ageText } from '../../words/time-words.ts'

type Person = BoardView['dispatchers'][number]

/** A workstation tells its state at least this often, ms; an older word is an old word. */
const heardEveryMs = 60_000

const order = { busy: 0, wrapUp: 1, available: 2, away: 3, offline: 4 } as const
const rank = ({ presence }: Person) => (presence ? order[presence.state] : 5)

/** Who does what, for how long, and whether their line hears. */
export function PeopleTable({ people, stale }: { people: readonly Person[]; stale: boolean }) {
  const { t } = useText()
  const sorted = [...people].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  return (
    <table className={stale ? 'people stale' : 'people'}>
      <thead>
        <tr>
          <th scope="col">{t('board.person')}</th>
          <th scope="col">{t('board.state')}</th>
          <th scope="col">{t('board.since')}</th>
          <th scope="col">{t('board.line')}</th>
          <th scope="col">{t('board.call')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((person) => (
          <Row key={person.userId} person={person} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ person }: { person: Person }) {
  const { t, language } = useText()
  const { live } = useConsole()
  const reasons = useStore(
    live.settings,
    (settings) => (settings?.deskPolicy ?? defaultDeskPolicy).awayReasons,
  )
  const now = useNow(10_000)
  const { presence, heardAt, pause } = person
  if (!presence) {
    return (
      <tr className="old">
        <th scope="row">{person.name}</th>
        <td colSpan={4}>{t('board.noNews')}</td>
      </tr>
    )
  }
  const old = heardAt === null || now - heardAt > heardEveryMs
  const reason = presence.reason && choiceName(reasons, presence.reason, language)
  const state = presence.state === 'offline' ? t('board.offline') : t(`own.${presence.state}`)
  return (
    <tr className={old || presence.state === 'offline' ? 'old' : undefined}>
      <th scope="row">{person.name}</th>
      <td>
        <span className={`presence ${presence.state}`}>{state}</span>
        {reason && <span className="soft"> · {reason}</span>}
        {presence.doNotDisturb && <span className="meaning-breach"> · {t('own.doNotDisturb')}</span>}
        {!old && <Paused wanted={presence.queuePause !== null} pause={pause} />}
        {old && presence.state !== 'offline' && (
          <span className="faint"> · {t('board.heard', { age: ageText(t, heardAt, now) })}</span>
        )}
      </td>
      <td>{old ? '' : <Elapsed since={presence.since} />}</td>
      <td className={presence.line === 'deaf' ? 'meaning-breach' : 'soft'}>
        {presence.line === 'deaf' && <Icon name="warning" size={14} />} {t(`board.line.${presence.line}`)}
      </td>
      <td>
        {presence.call && (
          <span className="people-call">
            <Icon name={presence.call.direction === 'in' ? 'arrowIn' : 'arrowOut'} size={14} />
            <span className="truncate">{presence.call.organisation ?? t('board.callNobody')}</span>
            {!old && <Elapsed since={presence.call.since} />}
          </span>
        )}
      </td>
    </tr>
  )
}

/** Whether the PBX's queues do as the state says. */
function Paused({ wanted, pause }: { wanted: boolean; pause: Person['pause'] }) {
  const { t } = useText()
  if (pause === null || pause.state === 'notMember') return null
  if (pause.state === 'paused' || pause.state === 'byOthers')
    return <span className="soft"> · {t('board.paused')}</span>
  return wanted ? <span className="meaning-soon"> · {t('board.notPaused')}</span> : null
}
