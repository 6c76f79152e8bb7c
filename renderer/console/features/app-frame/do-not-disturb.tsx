import { memo } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { stillRings } from '../../words/own-words.ts'

/** Refusing calls is never forgotten: a line across the window until it is ended. */
export const DoNotDisturb = memo(function DoNotDisturb() {
  const model = useConsole()
  const { t } = useText()
  const own = useStore(model.live.phone, (phone) => (phone?.doNotDisturb ? phone.own : null))
  const pause = useStore(model.live.own, (news) => news?.pause ?? null)
  if (own === null) return null
  const rings = stillRings({ own, doNotDisturb: true }, pause)
  return (
    <Banner
      look="breach"
      action={
        <Button keys={capsFor('own.doNotDisturb')} onClick={() => runCommand(model, 'own.doNotDisturb')}>
          {t('own.dnd.off')}
        </Button>
      }
    >
      {t(rings ? 'own.dnd.bannerRings' : 'own.dnd.banner')}
    </Banner>
  )
})
