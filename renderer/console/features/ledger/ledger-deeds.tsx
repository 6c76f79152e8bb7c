import type { LedgerRow } from '#bridge/ledger.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Menu, type MenuEntry } from '#renderer/ui/menu.tsx'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { callBack, callerInHand, release, takeOrRelease } from '../../model/ledger-actions.ts'
import { whoWords } from '../../words/ledger-words.ts'

/** What can be done with a caller who waits: call back first of all; the key stands at the row it means. */
export function LedgerDeeds({ row }: { row: LedgerRow }) {
  const model = useConsole()
  const { t } = useText()
  const user = useStore(model.live.status, (status) => status?.user ?? null)
  const caret = useStore(model.ledger.caret)
  const { owner } = row
  const mine = owner !== null && owner.userId === user?.id
  const may = owner === null || mine
  const who = whoWords(t, row)
  // The same question the key asks; `caret` is only read so that the cap moves with it.
  const inHand = (caret ?? callerInHand(model)?.callerKey) === row.callerKey
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps a press of these buttons from opening the row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the buttons inside have their own keys.
    <span className="ledger-deeds" onClick={(event) => event.stopPropagation()}>
      {inHand && may && row.number !== null && <Kbd keys={capsFor('ledger.callBack') ?? []} />}
      {may && row.number !== null && (
        <Button
          look="outline"
          icon="phone"
          title={t('ledger.callBackTo', { who })}
          onClick={() => void callBack(model, row)}
        >
          {t('ledger.callBack')}
        </Button>
      )}
      <Menu
        trigger={<IconButton icon="chevronDown" label={t('ledger.more', { who })} />}
        entries={entries()}
      />
    </span>
  )

  function entries(): MenuEntry[] {
    const take: MenuEntry = {
      id: 'take',
      name:
        owner && !mine
          ? t('ledger.takeOver', { name: owner.name ?? t('refusal.somebody') })
          : t('ledger.take'),
      icon: 'person',
      keys: capsFor('ledger.take'),
      disabled: !may && user?.role === 'dispatcher',
      onChoose: () => void takeOrRelease(model, row),
    }
    const giveBack: MenuEntry = {
      id: 'release',
      name: t('ledger.release'),
      icon: 'back',
      keys: mine ? capsFor('ledger.take') : undefined,
      onChoose: () => void release(model, row),
    }
    const close: MenuEntry = {
      id: 'close',
      name: t('ledger.close'),
      icon: 'check',
      keys: capsFor('ledger.close'),
      disabled: !may && user?.role === 'dispatcher',
      onChoose: () => model.ledger.closing.set(row.callerKey),
    }
    const mayRelease = mine || (owner !== null && user?.role !== 'dispatcher')
    return [...(mine ? [] : [take]), ...(mayRelease ? [giveBack] : []), close]
  }
}
