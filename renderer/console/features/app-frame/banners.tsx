import { memo, type ReactElement, useEffect, useState } from 'react'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { CoreStatus } from '#bridge/session.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { type ConsoleModel, useConsole } from '../../model/console-model.ts'
import { checkMicrophone, openSettings, signOut } from '../../model/window-actions.ts'
import { spanText } from '../../words/time-words.ts'
import { deafBanners } from '../ledger/deaf-banners.tsx'
import { fillingBanners } from './filling-banner.tsx'
import { soundBanners } from './sound-banners.tsx'

/** At most this many at once: the card below must keep its room. */
const shownAtOnce = 2
/** A clock that is further off than this is said, ms: terms are counted in minutes. */
const skewSaidMs = 60_000

/** The phone page starts beside this one; a silence shorter than this is its start, ms. */
const phoneComesWithinMs = 4_000

/** True once `on` has held for so long. */
function useLonger(on: boolean, ms: number): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!on) return setLong(false)
    const timer = setTimeout(() => setLong(true), ms)
    return () => clearTimeout(timer)
  }, [on, ms])
  return long
}

/** What is wrong, the worst first: each line says what happened, what still works and what to do. */
export const Banners = memo(function Banners() {
  const model = useConsole()
  const { t, language } = useText()
  const status = useStore(model.live.status)
  const phone = useStore(model.live.phone)
  const sound = useStore(model.live.sound)
  const ledger = useStore(model.ledger.view)
  const read = useStore(model.ledger.read)
  const phoneGone = useLonger(phone === null, phoneComesWithinMs)
  const ofPhone = phone ? phoneBanners(model, phone) : phoneGone ? [phoneGoneBanner(model)] : []
  const all = [
    ...fileBanners(model, status),
    ...ofPhone,
    ...soundBanners(model, sound),
    ...deafBanners(model, ledger, { me: status?.user?.id ?? null, read, language }),
    ...deskBanners(model, status),
    ...fillingBanners(model, status?.filling ?? null),
  ]
  return (
    <>
      {all.slice(0, shownAtOnce)}
      {all.length > shownAtOnce && (
        <Banner look="info">{t('banner.more', { n: all.length - shownAtOnce })}</Banner>
      )}
    </>
  )
})

function fileBanners(model: ConsoleModel, status: CoreStatus | null): ReactElement[] {
  if (!status) return []
  const { files } = status
  const { t } = model
  const dismiss = (
    <Button onClick={() => void model.links.core.session.dismissFileNews().catch(() => {})}>
      {t('dismiss')}
    </Button>
  )
  const found: ReactElement[] = []
  if (files.diskFull) {
    found.push(
      <Banner key="disk" look="breach">
        {t('banner.diskFull')}
      </Banner>,
    )
  }
  if (files.outboxKeptAside) {
    found.push(
      <Banner key="outbox" look="breach" action={dismiss}>
        {t('banner.outboxKeptAside', { file: files.outboxKeptAside })}
      </Banner>,
    )
  }
  if (files.cacheRebuilt) {
    found.push(
      <Banner key="cache" look="info" action={dismiss}>
        {t('banner.cacheRebuilt')}
      </Banner>,
    )
  }
  return found
}

function phoneGoneBanner({ t }: ConsoleModel): ReactElement {
  return (
    <Banner key="phone" look="breach">
      {t('phone.gone')}
    </Banner>
  )
}

function phoneBanners(model: ConsoleModel, phone: PhoneSnapshot): ReactElement[] {
  const { t } = model
  const reconnect = () => void model.links.phone.reconnect().catch(() => {})
  const found: ReactElement[] = []
  const { line, microphone } = phone
  const fault = 'fault' in line ? line.fault : line.state === 'off' ? 'noAccount' : null
  if (fault) {
    const inSettings = fault === 'noAccount' || fault === 'wrongPassword' || fault === 'unknownUser'
    const action = inSettings ? (
      <Button onClick={() => openSettings(model, 'phone')}>{t('banner.openSettings')}</Button>
    ) : (
      <Button onClick={reconnect}>{t('banner.line.retry')}</Button>
    )
    found.push(
      <Banner key="line" look="breach" action={action}>
        {t(`banner.line.${fault}`)}
      </Banner>,
    )
  }
  if (microphone === 'denied' || microphone === 'missing' || microphone === 'busy') {
    found.push(
      <Banner
        key="microphone"
        look="breach"
        action={<Button onClick={() => void checkMicrophone(model)}>{t('retry')}</Button>}
      >
        {t(`phone.microphone.${microphone}`)}
      </Banner>,
    )
  }
  return found
}

function deskBanners(model: ConsoleModel, status: CoreStatus | null): ReactElement[] {
  if (!status) return []
  const { t } = model
  const found: ReactElement[] = []
  if (status.desk.state === 'away') {
    const { fault, retryAt } = status.desk
    const retry = () => void model.links.core.session.retryDesk().catch(() => {})
    const action =
      fault === 'signedOut' ? (
        <Button onClick={() => void signOut(model)}>{t('banner.signIn')}</Button>
      ) : (
        <>
          {retryAt !== null && <RetryIn at={retryAt} />}
          <Button onClick={retry}>{t('retry')}</Button>
        </>
      )
    found.push(
      <Banner key="desk" look="soon" action={action}>
        {t(`banner.desk.${fault}`, { n: status.pending })}
      </Banner>,
    )
  }
  if (status.lease !== null && !status.lease.ended) found.push(...leaseBanner(model, status.lease.until))
  if (Math.abs(status.clockSkewMs) > skewSaidMs) {
    found.push(
      <Banner key="clock" look="soon">
        {t('banner.clockSkew', { span: spanText(t, Math.abs(status.clockSkewMs)) })}
      </Banner>,
    )
  }
  return found
}

/** A night before customer data closes there is still time to find out what is wrong, ms. */
const leaseSaidMs = 8 * 3_600_000

function leaseBanner({ t, ticker }: ConsoleModel, until: number): ReactElement[] {
  const left = until - ticker.now()
  if (left > leaseSaidMs) return []
  return [
    <Banner key="lease" look="soon">
      {t('lease.soon', { span: spanText(t, Math.max(0, left)) })}
    </Banner>,
  ]
}

function RetryIn({ at }: { at: number }) {
  const { t } = useText()
  const now = useNow()
  const seconds = Math.ceil((at - now) / 1000)
  // Not read out every second: the banner itself was said once.
  return seconds > 0 ? (
    <span className="soft" aria-hidden="true">
      {t('banner.retryIn', { n: seconds })}
    </span>
  ) : null
}
