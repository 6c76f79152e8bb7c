import { isDefinedError, safe } from '@orpc/client'
import { type FormEvent, useState } from 'react'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { TextField } from '#renderer/ui/field.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { errorWords } from '../../words/error-words.ts'
import { pastText } from '../../words/time-words.ts'
import './sign-in.css'

type Fields = { address: string; login: string; password: string }

/** Address, name, password; what failed is said in words, and nothing typed is thrown away. */
export function SignIn() {
  const model = useConsole()
  const { t } = useText()
  const knownAddress = useStore(model.live.settings, (settings) => settings?.deskAddress ?? '')
  const [typed, setTyped] = useState<Partial<Fields>>({})
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const configured = useConfiguredFailure()
  const said = failure ?? (busy ? null : configured)
  const fields: Fields = { address: knownAddress, login: '', password: '', ...typed }
  const missing = (value: string) => (tried && value.trim() === '' ? t('signIn.missing') : null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(fields).some((value) => value.trim() === '')) return
    setBusy(true)
    setFailure(null)
    const words = await signIn(model, t, fields)
    setBusy(false)
    setFailure(words)
  }
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={(event) => void submit(event)} noValidate>
        <header>
          <h1>{t('app.name')}</h1>
          <p className="soft">{t('signIn.lead')}</p>
          <Wiped />
        </header>
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.address.hint')}
          error={missing(fields.address)}
          value={fields.address}
          maxLength={300}
          inputMode="url"
          autoFocus={fields.address === ''}
          spellCheck={false}
          onText={(address) => setTyped({ ...typed, address })}
        />
        <TextField
          label={t('signIn.login')}
          error={missing(fields.login)}
          value={fields.login}
          maxLength={64}
          autoComplete="username"
          autoFocus={fields.address !== ''}
          spellCheck={false}
          onText={(login) => setTyped({ ...typed, login })}
        />
        <TextField
          label={t('signIn.password')}
          error={missing(fields.password)}
          type="password"
          value={fields.password}
          maxLength={256}
          autoComplete="current-password"
          onText={(password) => setTyped({ ...typed, password })}
        />
        {said && (
          <p className="sign-in-failure" role="alert">
            <Icon name="warning" />
            {said}
          </p>
        )}
        <Button look="filled" type="submit" wide disabled={busy}>
          {busy ? t('signIn.waiting') : t('signIn.submit')}
        </Button>
        <p className="sign-in-hint">{t('signIn.first')}</p>
      </form>
    </main>
  )
}

/** Why the sign-in that a configuration file asked for did not go, in words. */
function useConfiguredFailure(): string | null {
  const { live } = useConsole()
  const { t } = useText()
  const fault = useStore(live.status, (status) => (status?.desk.state === 'away' ? status.desk.fault : null))
  return fault && t(`signIn.unreachable.${fault}`)
}

/** Null when it went well: the next status opens the console. */
async function signIn(model: ReturnType<typeof useConsole>, t: Say, fields: Fields): Promise<string | null> {
  const [error] = await safe(
    model.links.core.session.signIn({
      address: fields.address.trim(),
      login: fields.login.trim(),
      password: fields.password,
    }),
  )
  if (!error) return null
  if (!isDefinedError(error)) return errorWords(t, error, namesOf(model))
  switch (error.code) {
    case 'WRONG_PASSWORD':
      return t('signIn.wrongPassword')
    case 'TOO_MANY_TRIES':
      return t('signIn.tooManyTries', { n: Math.ceil(error.data.retryAfterS) })
    case 'DESK_UNREACHABLE':
      return t(`signIn.unreachable.${error.data.fault}`)
    case 'BAD_ADDRESS':
      return t('signIn.badAddress')
    case 'OTHERS_PENDING':
      return t('signIn.othersPending', { name: error.data.name, n: error.data.pending })
    default:
      return errorWords(t, error, namesOf(model))
  }
}

/** IT had this machine emptied: whoever sits down at it is told. */
function Wiped() {
  const { live } = useConsole()
  const { t, language } = useText()
  const wipedAt = useStore(live.status, (status) => status?.wipedAt ?? null)
  const now = useNow(60_000)
  if (wipedAt === null) return null
  return <p role="status">{t('signIn.wiped', { when: pastText(t, language, wipedAt, now) })}</p>
}
