import { type FormEvent, useState } from 'react'
import type { Pop } from '#bridge/pop.ts'
import type { Organisation } from '#domain/directory/organisation.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { TextField } from '#renderer/ui/field.tsx'
import { createCaller } from '../../model/caller-actions.ts'
import { useConsole } from '../../model/console-model.ts'

/** A person nobody knew, with the number they call from. Authority is not given here: a role decides later. */
export function NewPerson({
  pop,
  organisation,
  onBack,
}: {
  pop: Pop
  organisation: Organisation
  onBack: () => void
}) {
  const model = useConsole()
  const { t } = useText()
  const [name, setName] = useState(pop.callerName === pop.numberShown ? '' : pop.callerName)
  const [position, setPosition] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setMissing(true)
    setBusy(true)
    const person = { organisationId: organisation.id, name: name.trim(), position: position.trim() }
    const done = await createCaller(model, pop, person)
    if (!done) setBusy(false)
  }
  return (
    <form className="finder" onSubmit={(event) => void submit(event)}>
      <h2>{t('unknown.createIn', { name: organisation.name })}</h2>
      <TextField
        label={t('unknown.name')}
        value={name}
        autoFocus
        maxLength={200}
        error={missing && name.trim() === '' ? t('unknown.nameMissing') : null}
        onText={setName}
        onBlur={() => setMissing(true)}
      />
      <TextField label={t('unknown.position')} value={position} maxLength={200} onText={setPosition} />
      <div className="finder-actions">
        <Button look="filled" type="submit" disabled={busy}>
          {t('unknown.create')}
        </Button>
        <Button look="quiet" icon="back" onClick={onBack}>
          {t('back')}
        </Button>
      </div>
    </form>
  )
}
