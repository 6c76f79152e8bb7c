import { useEffect, useState } from 'react'
import type { MicLevel } from '#bridge/phone-media.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { errorWords } from '../../words/error-words.ts'

/** A level, or in words why there is none. */
type Heard = MicLevel | string | null

/** What the microphone hears, while this is on the screen and the person wants it. */
function useMicLevel(on: boolean): Heard {
  const model = useConsole()
  const [heard, setHeard] = useState<Heard>(null)
  useEffect(() => {
    setHeard(null)
    if (!on) return
    const listening = new AbortController()
    const { signal } = listening
    const listen = async () => {
      for await (const level of await model.links.phone.watchMicrophone(undefined, { signal })) {
        if (!signal.aborted) setHeard(level)
      }
    }
    listen().catch((error) => {
      if (!signal.aborted) setHeard(errorWords(model.t, error, namesOf(model)))
    })
    return () => listening.abort()
  }, [on, model])
  return heard
}

/** Live level of the microphone with words for it. It is opened on demand: the sign that it listens must not surprise. */
export function MicLevelMeter() {
  const { t } = useText()
  const [on, setOn] = useState(false)
  const heard = useMicLevel(on)
  const fault = typeof heard === 'string' ? heard : null
  const level = heard !== null && typeof heard === 'object' ? heard : null
  return (
    <div className="mic-level">
      <div className="mic-level-row">
        <Button icon={on ? 'micOff' : 'mic'} aria-pressed={on} onClick={() => setOn(!on)}>
          {t(on ? 'sound.level.hide' : 'sound.level.show')}
        </Button>
        {on && !fault && (
          <meter
            className="mic-meter"
            aria-label={t('sound.level')}
            min={0}
            max={1}
            value={level?.level ?? 0}
          />
        )}
      </div>
      {on && (
        <p className="field-note" role="status">
          {fault ? fault : t(level?.speech ? 'sound.level.speech' : 'sound.level.quiet')}
        </p>
      )}
    </div>
  )
}
