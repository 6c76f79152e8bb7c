import type { SettingsView } from '#bridge/settings.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { signOut } from '../../model/window-actions.ts'
import { ageText } from '../../words/time-words.ts'

/** Where we are signed in, how old the data is, where the keys lie; and the way out. */
export function DeskSettings({ settings }: { settings: SettingsView }) {
  const model = useConsole()
  const { t } = useText()
  const status = useStore(model.live.status)
  const now = useNow(10_000)
  if (!status) return null
  return (
    <div className="settings-form">
      <dl className="facts">
        <dt>{t('settings.desk.address')}</dt>
        <dd>{settings.deskAddress || t('desk.none')}</dd>
        <dt>{t('settings.desk.user')}</dt>
        <dd>{status.user ? `${status.user.name} (${status.user.login})` : t('ticket.nothing')}</dd>
        {status.spaceName && (
          <>
            <dt>{t('settings.desk.space')}</dt>
            <dd>{status.spaceName}</dd>
          </>
        )}
        <dt>{t('settings.desk.data')}</dt>
        <dd>{ageText(t, status.asOf, now)}</dd>
        <dt>{t('settings.desk.secrets')}</dt>
        <dd>{t(`settings.desk.secrets.${status.secrets}`)}</dd>
      </dl>
      {status.pending > 0 && (
        <p className="meaning-soon">{t('settings.signOut.pending', { n: status.pending })}</p>
      )}
      <div>
        <Button icon="signOut" onClick={() => void signOut(model)}>
          {t('settings.signOut')}
        </Button>
      </div>
    </div>
  )
}
