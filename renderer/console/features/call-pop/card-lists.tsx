import { memo, type ReactNode } from 'react'
import type { CustomerCard } from '#bridge/pop.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { foreignZone, pastText } from '../../words/time-words.ts'

/** The card is a glance: the form's own lists hold the rest. */
const shownRows = 4

/** Sites, equipment and last calls side by side. A click on a site or a device puts it into the draft. */
export const CardLists = memo(function CardLists({ card }: { card: CustomerCard }) {
  const { drafts } = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  const pick = (change: Parameters<typeof drafts.edit>[1]) => {
    const { open } = drafts
    if (open) drafts.edit(open.id, change)
  }
  return (
    <div className="card-lists">
      <Column title={t('card.sites')} count={card.siteCount} shown={Math.min(card.sites.length, shownRows)}>
        {card.sites.slice(0, shownRows).map((site) => {
          const zone = foreignZone(language, site.timeZone, now)
          return (
            <li key={site.id}>
              <button type="button" className="fact" onClick={() => pick({ siteId: site.id })}>
                <span className="truncate">{site.name}</span>
                <span className="fact-more truncate">{zone ? t('sla.zone', zone) : site.address}</span>
              </button>
            </li>
          )
        })}
      </Column>
      <Column
        title={t('card.equipment')}
        count={card.equipmentCount}
        shown={Math.min(card.equipment.length, shownRows)}
      >
        {card.equipment.slice(0, shownRows).map((device) => (
          <li key={device.id}>
            <button
              type="button"
              className="fact"
              onClick={() => pick({ siteId: device.siteId, equipmentId: device.id })}
            >
              <span className="truncate">{device.name}</span>
              <span className="fact-more truncate">{device.serial ?? device.kind}</span>
            </button>
          </li>
        ))}
      </Column>
      <Column title={t('card.recentCalls')} count={card.recentCalls.length} shown={card.recentCalls.length}>
        {card.recentCalls.slice(0, shownRows).map((call) => (
          <li key={call.callId} className="fact">
            <span className="fact-call">
              <Icon name={call.direction === 'in' ? 'arrowIn' : 'arrowOut'} size={14} />
              <span className="truncate">{call.contactName || t('calls.unknownCaller')}</span>
            </span>
            <span className="fact-more truncate">
              {pastText(t, language, call.at, now)}
              {!call.answered && `, ${t('card.notAnswered')}`}
            </span>
          </li>
        ))}
      </Column>
    </div>
  )
})

function Column({
  title,
  count,
  shown,
  children,
}: {
  title: string
  count: number
  shown: number
  children: ReactNode
}) {
  const { t } = useText()
  return (
    <section className="card-column">
      <h3 className="column-title">
        {title}
        {count > shown && <span className="faint"> · {t('card.more', { n: count - shown })}</span>}
      </h3>
      {shown === 0 ? <p className="faint">{t('card.none')}</p> : <ul>{children}</ul>}
    </section>
  )
}
