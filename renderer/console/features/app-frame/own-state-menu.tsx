import { type CodedChoice, defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import type { OwnReport } from '#domain/call/own-report.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Menu, type MenuEntry } from '#renderer/ui/menu.tsx'
import { Remaining } from '#renderer/ui/remaining.tsx'
import { capsFor } from '../../commands/registry.ts'
import { type ConsoleModel, useConsole } from '../../model/console-model.ts'
import { goAvailable, goAway, toggleDoNotDisturb } from '../../model/own-actions.ts'
import { choiceName, pauseWords, stillRings } from '../../words/own-words.ts'

/** The dispatcher's own state and how long it has lasted; busy and wrap-up come by themselves. */
export function OwnStateMenu() {
  const model = useConsole()
  const { t, language } = useText()
  const own = useStore(model.live.phone, (phone) => phone?.own ?? null)
  const doNotDisturb = useStore(model.live.phone, (phone) => phone?.doNotDisturb ?? false)
  const news = useStore(model.live.own)
  const reasons = useStore(
    model.live.settings,
    (settings) => (settings?.deskPolicy ?? defaultDeskPolicy).awayReasons,
  )
  const open = useStore(model.ownMenuOpen)
  if (own === null) return <span className="bar-own unknown">{t('own.unknown')}</span>

  const report: OwnReport = { own, doNotDisturb }
  const rings = stillRings(report, news?.pause ?? null)
  const notTold = news !== null && !news.told
  const { wanted } = own
  const wantedWords = wanted.is === 'away' ? choiceName(reasons, wanted.reason, language) : null
  const free = own.state === 'away' || own.state === 'available'
  const words = own.state === 'away' && wantedWords ? wantedWords : t(`own.${own.state}`)
  return (
    <Menu
      open={open}
      onOpenChange={(next) => model.ownMenuOpen.set(next)}
      trigger={
        <button type="button" className={`bar-own ${doNotDisturb ? 'refusing' : own.state}`}>
          <span className="sr-only">{t('own.menu')}: </span>
          {(rings || notTold) && <Icon name={rings ? 'warning' : 'clock'} size={14} />}
          <span className="truncate">
            {doNotDisturb ? t('own.doNotDisturb') : words}
            {!free && wantedWords && <span className="soft"> · {t('own.next', { state: wantedWords })}</span>}
          </span>
          {own.state === 'wrapUp' ? <Remaining until={own.until} /> : <Elapsed since={own.since} />}
          <Icon name="chevronDown" size={14} />
        </button>
      }
      entries={[...choices(model, report, reasons, language), ...notes()]}
    />
  )

  /** What is not as the state says: kept short, in the menu where the state is changed. */
  function notes(): MenuEntry[] {
    const pause = pauseWords(report, news?.pause ?? null)
    const said = [...(notTold ? [t('own.notTold')] : []), ...(pause ? [t(pause)] : [])]
    if (said.length === 0) return []
    return [
      { kind: 'line', id: 'notes' },
      ...said.map((name) => ({ kind: 'heading' as const, id: name, name })),
    ]
  }
}

function choices(
  model: ConsoleModel,
  { own, doNotDisturb }: OwnReport,
  reasons: readonly CodedChoice[],
  language: 'ru' | 'en',
): MenuEntry[] {
  const { t } = model
  const { wanted } = own
  const away = wanted.is === 'away'
  return [
    {
      id: 'available',
      name: t('own.available'),
      chosen: !away,
      keys: away ? capsFor('own.away') : undefined,
      onChoose: () => goAvailable(model),
    },
    { kind: 'line', id: 'line' },
    { kind: 'heading', id: 'because', name: t('own.awayBecause') },
    ...reasons.map(
      ({ code }, index): MenuEntry => ({
        id: code,
        name: choiceName(reasons, code, language),
        chosen: away && wanted.reason === code,
        keys: index === 0 && !away ? capsFor('own.away') : undefined,
        onChoose: () => goAway(model, code),
      }),
    ),
    { kind: 'line', id: 'refuse-line' },
    {
      id: 'doNotDisturb',
      name: t('own.doNotDisturb'),
      chosen: doNotDisturb,
      keys: capsFor('own.doNotDisturb'),
      onChoose: () => toggleDoNotDisturb(model),
    },
  ]
}
