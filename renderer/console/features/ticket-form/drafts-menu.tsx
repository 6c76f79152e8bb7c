import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { isTouched } from '../../drafts/draft-state.ts'
import { useConsole } from '../../model/console-model.ts'

/** Other drafts on the desk: of a held call, or from before a restart. */
export function DraftsMenu() {
  const { drafts, wantsSubject } = useConsole()
  const { t } = useText()
  const { byId, openId } = useStore(drafts.store)
  const others = Object.values(byId).filter((draft) => draft.id !== openId && isTouched(draft))
  if (others.length === 0) return null
  return (
    <Menu
      trigger={<Button look="quiet">{t('form.drafts', { count: others.length })}</Button>}
      entries={others.map((draft) => ({
        id: draft.id,
        name: `${draft.fields.subject || t('form.untitled')}${draft.customerName ? ` · ${draft.customerName}` : ''}`,
        icon: 'ticket',
        onChoose: () => {
          drafts.show(draft.id)
          wantsSubject.set(draft.id)
        },
      }))}
    />
  )
}
