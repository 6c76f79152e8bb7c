import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { signOut } from '../../model/window-actions.ts'

/** In the place of the customers, when the desk has not let this machine in for three days. The telephone works on. */
export function LeaseEnded() {
  const model = useConsole()
  const { t } = useText()
  const pending = useStore(model.live.status, (status) => status?.pending ?? 0)
  const signedOut = useStore(
    model.live.status,
    (status) => status?.desk.state === 'away' && status.desk.fault === 'signedOut',
  )
  return (
    <section className="lease-ended" role="alert">
      <EmptyState icon="warning" title={t('lease.endedTitle')}>
        <p>{t('lease.endedText')}</p>
        {pending > 0 && <p>{t('lease.pending', { count: pending })}</p>}
        {signedOut ? (
          <Button look="filled" onClick={() => void signOut(model)}>
            {t('banner.signIn')}
          </Button>
        ) : (
          <Button look="filled" onClick={() => void model.links.core.session.retryDesk().catch(() => {})}>
            {t('lease.retry')}
          </Button>
        )}
      </EmptyState>
    </section>
  )
}
