import { type FormEvent, useState } from 'react'
import type { SettingsView } from '#bridge/settings.ts'
import { type PbxFeatures, pbxFeatures } from '#domain/call/pbx-features.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { TextField } from '#renderer/ui/field.tsx'
import { useConsole } from '../../model/console-model.ts'
import { Segmented } from './segmented.tsx'
import { useSaving } from './use-saving.ts'

/** Fields that hold one code, in the order of a day; those with a place for an extension say so. */
const codes = [
  'park',
  'pickup',
  'groupPickup',
  'conference',
  'recordPause',
  'recordResume',
  'echo',
  'voicemail',
] as const
const withExtension: ReadonlySet<string> = new Set(['pickup', 'conference'])

type Typed = Record<(typeof codes)[number] | 'parkSlots' | 'keepsSilentS', string> & {
  tones: PbxFeatures['tones']
}

function typedOf(features: PbxFeatures): Typed {
  const { parkSlots, keepsSilentS, tones } = features
  const [park, pickup, groupPickup, conference, recordPause, recordResume, echo, voicemail] = codes.map(
    (name) => features[name] ?? '',
  ) as [string, string, string, string, string, string, string, string]
  return {
    ...{ park, pickup, groupPickup, conference, recordPause, recordResume, echo, voicemail },
    ...{ parkSlots: parkSlots.join(' '), keepsSilentS: String(keepsSilentS), tones },
  }
}

/** What was typed, as the schema shall judge it. */
function candidateOf(typed: Typed): unknown {
  const code = Object.fromEntries(codes.map((name) => [name, typed[name].trim() || null]))
  const parkSlots = typed.parkSlots.split(/[\s,;]+/).filter(Boolean)
  return { ...code, parkSlots, tones: typed.tones, keepsSilentS: Number(typed.keepsSilentS) }
}

/** The codes of the PBX; saved together, and at work from the next action on. */
export function PbxSettings({ settings }: { settings: SettingsView }) {
  const model = useConsole()
  const { t } = useText()
  const [typed, setTyped] = useState(() => typedOf(settings.pbxFeatures))
  const [tried, setTried] = useState(false)
  const { busy, save } = useSaving('settings.pbx.saved')
  const read = pbxFeatures.safeParse(candidateOf(typed))
  const wrong = new Set(read.success ? [] : read.error.issues.map(({ path }) => path[0]))
  const set = (field: keyof Typed) => (text: string) => setTyped((now) => ({ ...now, [field]: text }))
  const errorOf = (field: keyof Typed, words: string) => (tried && wrong.has(field) ? words : null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!read.success) return
    await save(() => model.links.core.settings.set({ pbxFeatures: read.data }))
  }
  return (
    <form className="settings-form" onSubmit={(event) => void submit(event)} noValidate>
      <p className="soft">{t('settings.pbx.what')}</p>
      <div className="form-pair">
        {codes.map((name) => (
          <TextField
            key={name}
            label={t(`settings.pbx.${name}`)}
            hint={withExtension.has(name) ? t('settings.pbx.ext.hint') : undefined}
            error={errorOf(name, t(withExtension.has(name) ? 'settings.pbx.badExt' : 'settings.pbx.bad'))}
            value={typed[name]}
            spellCheck={false}
            onText={set(name)}
          />
        ))}
        <TextField
          label={t('settings.pbx.parkSlots')}
          hint={t('settings.pbx.parkSlots.hint')}
          error={errorOf('parkSlots', t('settings.pbx.bad'))}
          value={typed.parkSlots}
          spellCheck={false}
          onText={set('parkSlots')}
        />
        <TextField
          label={t('settings.pbx.keepsSilentS')}
          inputMode="numeric"
          error={errorOf('keepsSilentS', t('settings.pbx.badSeconds'))}
          value={typed.keepsSilentS}
          onText={set('keepsSilentS')}
        />
      </div>
      <Segmented
        label={t('settings.pbx.tones')}
        value={typed.tones}
        choices={(['rfc4733', 'info'] as const).map((id) => ({ id, name: t(`settings.pbx.tones.${id}`) }))}
        onChoose={(tones) => setTyped((now) => ({ ...now, tones }))}
      />
      <div>
        <Button look="filled" type="submit" disabled={busy}>
          {t('settings.pbx.save')}
        </Button>
      </div>
    </form>
  )
}
