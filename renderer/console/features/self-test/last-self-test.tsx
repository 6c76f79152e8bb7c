import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { pastText } from '../../words/time-words.ts'

const minute = 60_000

/** When the phone was tested last and what came out, with the way to the next test. */
export function LastSelfTestLine() {
  const model = useConsole()
  const { t } = useText()
  return (
    <div className="last-self-test">
      <p className="soft">{useLastSelfTest()}</p>
      <div>
        <Button
          icon="headset"
          keys={capsFor('window.selfTest')}
          onClick={() => runCommand(model, 'window.selfTest')}
        >
          {t('selfTest.title')}
        </Button>
      </div>
    </div>
  )
}

/** The last result in words. */
export function useLastSelfTest(): string {
  const { live } = useConsole()
  const { t, language } = useText()
  const last = useStore(live.settings, (settings) => settings?.selfTest ?? null)
  const now = useNow(minute)
  if (last === null) return t('selfTest.last.none')
  const when = pastText(t, language, last.at, now)
  return last.failed === null
    ? t('selfTest.last.passed', { when })
    : t('selfTest.last.failed', { when, step: t(`selfTest.step.${last.failed}`) })
}
