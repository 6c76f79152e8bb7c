import type { BoardView } from '#bridge/board.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
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

const knownReasons = ['break', 'lunch', 'training', 'meeting', 'technical'] as const

function Row({ person }: { person: Person }) {
  const { t } = useText()
  const now = useNow(10_000)
  const { presence, heardAt } = person
  if (!presence) {
    return (
      <tr className="old">
        <th scope="row">{person.name}</th>
        <td colSpan={4}>{t('board.noNews')}</td>
      </tr>
    )
  }
  const old = heardAt === null || now - heardAt > heardEveryMs
  const known = knownReasons.find((reason) => reason === presence.reason)
  const reason = known ? t(`own.reason.${known}`) : presence.reason
  const state = presence.state === 'offline' ? t('board.offline') : t(`own.${presence.state}`)
  return (
    <tr className={old || presence.state === 'offline' ? 'old' : undefined}>
      <th scope="row">{person.name}</th>
      <td>
        <span className={`presence ${presence.state}`}>{state}</span>
        {reason && <span className="soft"> · {reason}</span>}
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
