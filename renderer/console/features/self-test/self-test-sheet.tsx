import { useEffect } from 'react'
import type { StepResult } from '#domain/sound/self-test.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import { readSettings } from '../../model/window-actions.ts'
import { useLastSelfTest } from './last-self-test.tsx'
import './self-test.css'

/** Microphone, speaker, line and an echo call, one after another, before the first customer rings. */
export function SelfTestSheet() {
  const model = useConsole()
  const { t } = useText()
  const open = useStore(model.sheet) === 'selfTest'
  const close = () => {
    void model.links.phone.stopSelfTest().catch(() => {})
    model.sheet.set(null)
  }
  return (
    <Dialog open={open} onClose={close} title={t('selfTest.title')} closeLabel={t('close')}>
      <SelfTest />
    </Dialog>
  )
}

function SelfTest() {
  const model = useConsole()
  const { t } = useText()
  const test = useStore(model.live.sound, (sound) => sound?.selfTest ?? null)
  const last = useLastSelfTest()
  const state = test?.state ?? 'none'
  // The phone has kept the result; what is shown as the last one is read anew.
  useEffect(() => {
    if (state === 'done') void readSettings(model)
  }, [state, model])
  // Esc and the cross lead here, too: a test nobody looks at is ended.
  useEffect(() => () => void model.links.phone.stopSelfTest().catch(() => {}), [model])
  const start = () =>
    void model.links.phone.startSelfTest().catch(() => model.toaster.say('breach', t('selfTest.notNow')))
  return (
    <div className="self-test">
      <p className="soft">{state === 'none' ? `${t('selfTest.intro')} ${last}` : t('selfTest.intro')}</p>
      <ol className="self-test-steps">
        {test?.steps.map((step) => (
          <Step key={step.step} result={step} />
        ))}
      </ol>
      <p className="self-test-result" role="status">
        {test && resultWords(t, test)}
      </p>
      <div className="self-test-foot">
        {state === 'running' ? (
          <Button onClick={() => void model.links.phone.stopSelfTest().catch(() => {})}>
            {t('selfTest.stop')}
          </Button>
        ) : (
          <Button look="filled" onClick={start}>
            {t(state === 'none' ? 'selfTest.start' : 'selfTest.again')}
          </Button>
        )}
      </div>
    </div>
  )
}

const signs: Readonly<Record<StepResult['state'], IconName>> = {
  waiting: 'clock',
  running: 'pending',
  asks: 'question',
  ok: 'check',
  failed: 'warning',
  skipped: 'info',
}

function Step({ result }: { result: StepResult }) {
  const { t } = useText()
  return (
    <li
      className={`self-test-step ${result.state}`}
      aria-current={result.state === 'running' ? 'step' : undefined}
    >
      <Icon name={signs[result.state]} />
      <div>
        <p className="self-test-name">{t(`selfTest.step.${result.step}`)}</p>
        <p className="self-test-words" role="status">
          {stepWords(t, result)}
        </p>
        {result.state === 'asks' && <Answer />}
      </div>
    </li>
  )
}

/** The question has the focus: Enter says that it was heard. */
function Answer() {
  const { links } = useConsole()
  const { t } = useText()
  const answer = (heard: boolean) => void links.phone.answerSelfTest({ heard }).catch(() => {})
  return (
    <div className="self-test-answer">
      <Button look="filled" autoFocus onClick={() => answer(true)}>
        {t('selfTest.heard')}
      </Button>
      <Button onClick={() => answer(false)}>{t('selfTest.notHeardButton')}</Button>
      <Button look="quiet" onClick={() => void links.phone.testTone({ on: 'speaker' }).catch(() => {})}>
        {t('selfTest.replay')}
      </Button>
    </div>
  )
}

/** A step in words: what it does, what came out, and what to do. */
export function stepWords(t: Say, { step, state, why, roundTripMs }: StepResult): string {
  if (why !== null) return t(`selfTest.why.${why}`)
  if (state === 'asks') return t('selfTest.asks.speaker')
  if (state === 'running') return t(`selfTest.running.${step}`)
  if (state !== 'ok') return t('selfTest.waiting')
  return step === 'echo'
    ? t('selfTest.ok.echo', { ms: Math.round(roundTripMs ?? 0) })
    : t(`selfTest.ok.${step}`)
}

function resultWords(
  t: Say,
  test: { state: string; stoppedBy: string | null; steps: readonly StepResult[] },
): string {
  if (test.state === 'stopped')
    return t(test.stoppedBy === 'call' ? 'selfTest.stopped.call' : 'selfTest.stopped.person')
  if (test.state !== 'done') return ''
  return t(test.steps.some(({ state }) => state === 'failed') ? 'selfTest.failed' : 'selfTest.passed')
}
