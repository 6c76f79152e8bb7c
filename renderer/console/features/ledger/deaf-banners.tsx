import type { ReactElement } from 'react'
import type { LedgerView } from '#bridge/ledger.ts'
import type { UserId } from '#domain/ids.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { runCommand } from '../../commands/registry.ts'
import type { ConsoleModel } from '../../model/console-model.ts'
import { timeText } from '../../words/time-words.ts'

/** What passed one's own line by while it did not hear; said until it was read. */
export function deafBanners(
  model: ConsoleModel,
  view: LedgerView | null,
  { me, read, language }: { me: UserId | null; read: ReadonlySet<string>; language: Language },
): ReactElement[] {
  const { t } = model
  const unread = (view?.deaf ?? []).filter(
    ({ id, userId, missed }) => userId === me && missed > 0 && !read.has(id),
  )
  const last = unread.at(-1)
  if (last === undefined) return []
  const dismiss = () => model.ledger.read.set(new Set([...read, ...unread.map(({ id }) => id)]))
  const show = () => {
    dismiss()
    runCommand(model, 'ledger.list')
  }
  return [
    <Banner
      key="deaf"
      look="soon"
      action={
        <>
          <Button onClick={show}>{t('ledger.deaf.show')}</Button>
          <Button onClick={dismiss}>{t('dismiss')}</Button>
        </>
      }
    >
      {t('ledger.deaf', {
        count: last.missed,
        from: timeText(last.from, language),
        to: timeText(last.to, language),
      })}
    </Banner>,
  ]
}
