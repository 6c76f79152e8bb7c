import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { colleagueWords, lookOf } from '../../words/colleague-words.ts'
import './colleagues.css'

/** What a colleague's phone does, beside their number. */
export function ColleagueState({ extension }: { extension: string }) {
  const { live } = useConsole()
  const { t, language } = useText()
  const phone = useStore(
    live.phone,
    (now) => now?.colleagues.find((one) => one.extension === extension) ?? null,
  )
  const away = useStore(
    live.own,
    (news) => news?.away.find((one) => one.extension === extension)?.reason ?? null,
  )
  const reasons = useStore(
    live.settings,
    (settings) => (settings?.deskPolicy ?? defaultDeskPolicy).awayReasons,
  )
  if (phone === null) return null
  const row = { phone: { ...phone, remote: null }, away }
  return (
    <span className="option-detail">
      <span className={`colleague-dot small ${lookOf(row)}`} aria-hidden="true" />{' '}
      {colleagueWords(t, row, reasons, language)}
    </span>
  )
}
