import { type FormEvent, type RefObject, useState } from 'react'
import type { PhoneAccount, SettingsView } from '#bridge/settings.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { TextAreaField, TextField } from '#renderer/ui/field.tsx'
import { useConsole } from '../../model/console-model.ts'
import { useSaving } from './use-saving.ts'

type Typed = {
  server: string
  server2: string
  domain: string
  user: string
  authUser: string
  displayName: string
  ice: string
  password: string
}

function typedOf(account: PhoneAccount | null): Typed {
  return {
    server: account?.servers[0] ?? '',
    server2: account?.servers[1] ?? '',
    domain: account?.domain ?? '',
    user: account?.user ?? '',
    authUser: account?.authUser ?? '',
    displayName: account?.displayName ?? '',
    ice: account?.iceServers.join('\n') ?? '',
    password: '',
  }
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function accountOf(typed: Typed): PhoneAccount {
  return {
    servers: [typed.server, typed.server2].map((server) => server.trim()).filter(Boolean),
    domain: typed.domain.trim(),
    user: typed.user.trim(),
    authUser: typed.authUser.trim() || null,
    displayName: typed.displayName.trim(),
    iceServers: lines(typed.ice).slice(0, 8),
  }
}

const isServer = (text: string) => /^wss?:\/\/[^\s/]+/i.test(text.trim())

/** The account at the PBX. The password goes into the secret store and never comes back here. */
export function PhoneSettings({
  settings,
  wanted,
}: {
  settings: SettingsView
  wanted: RefObject<HTMLInputElement | null>
}) {
  const model = useConsole()
  const { t } = useText()
  const [typed, setTyped] = useState(() => typedOf(settings.phone))
  const [tried, setTried] = useState(false)
  const { busy, save } = useSaving('settings.phone.saved')
  const set = (field: keyof Typed) => (text: string) => setTyped((now) => ({ ...now, [field]: text }))
  const missing = (field: keyof Typed) => (tried && typed[field].trim() === '' ? t('signIn.missing') : null)
  const badServer = (text: string) =>
    text.trim() !== '' && !isServer(text) ? t('settings.phone.badServer') : null
  const wantsPassword = settings.phone === null
  const isWrong = useStore(
    model.live.phone,
    (phone) => phone !== null && 'fault' in phone.line && phone.line.fault === 'wrongPassword',
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const account = accountOf(typed)
    const wrong = !isServer(typed.server) || badServer(typed.server2) || !account.domain || !account.user
    if (wrong || (wantsPassword && typed.password === '')) return
    const password = typed.password === '' ? null : typed.password
    if (await save(() => model.links.core.settings.setPhone({ account, password })))
      setTyped((now) => ({ ...now, password: '' }))
  }
  return (
    <form className="settings-form" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('settings.phone.server')}
        hint={t('settings.phone.server.hint')}
        error={missing('server') ?? (tried ? badServer(typed.server) : null)}
        value={typed.server}
        spellCheck={false}
        onText={set('server')}
      />
      <TextField
        label={t('settings.phone.server2')}
        error={tried ? badServer(typed.server2) : null}
        value={typed.server2}
        spellCheck={false}
        onText={set('server2')}
      />
      <div className="form-pair">
        <TextField
          label={t('settings.phone.user')}
          error={missing('user')}
          value={typed.user}
          spellCheck={false}
          onText={set('user')}
        />
        <TextField
          label={t('settings.phone.password')}
          type="password"
          autoComplete="new-password"
          placeholder={wantsPassword ? undefined : t('settings.phone.password.kept')}
          inputRef={isWrong ? wanted : undefined}
          error={wantsPassword ? missing('password') : isWrong ? t('settings.phone.password.wrong') : null}
          value={typed.password}
          onText={set('password')}
        />
        <TextField
          label={t('settings.phone.domain')}
          error={missing('domain')}
          value={typed.domain}
          spellCheck={false}
          onText={set('domain')}
        />
        <TextField
          label={t('settings.phone.authUser')}
          value={typed.authUser}
          spellCheck={false}
          onText={set('authUser')}
        />
      </div>
      <TextField label={t('settings.phone.name')} value={typed.displayName} onText={set('displayName')} />
      <TextAreaField
        label={t('settings.phone.ice')}
        rows={2}
        spellCheck={false}
        value={typed.ice}
        onText={set('ice')}
      />
      <div>
        <Button look="filled" type="submit" disabled={busy}>
          {t('settings.phone.save')}
        </Button>
      </div>
    </form>
  )
}
