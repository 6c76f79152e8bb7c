import { useState } from 'react'
import type { SettingsView } from '#bridge/settings.ts'
import { type PlainTextKey, useText } from '#renderer/texts/use-text.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { tellPhone } from '../../model/window-actions.ts'
import { errorWords } from '../../words/error-words.ts'

/** Saves what the telephone works with: it is told at once, and the person what came of it. */
export function useSaving(saved: PlainTextKey) {
  const model = useConsole()
  const { t } = useText()
  const [busy, setBusy] = useState(false)
  /** Answers whether it was kept. */
  const save = async (ask: () => Promise<SettingsView>): Promise<boolean> => {
    setBusy(true)
    try {
      model.live.settings.set(await ask())
      tellPhone(model)
      model.toaster.say('ok', t(saved))
      return true
    } catch (error) {
      model.toaster.say('breach', errorWords(t, error, namesOf(model)))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, save }
}
