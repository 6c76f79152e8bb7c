import { memo } from 'react'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import type { OwnState } from '#domain/call/own-state.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { Remaining } from '#renderer/ui/remaining.tsx'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { chooseWrapUpCode, chosenCode, waitsForTicket } from '../../model/own-actions.ts'
import { callerName } from '../../words/caller-words.ts'
import './wrap-up.css'

/** After a queue's call: how long is left for writing it up, and what it was about. */
export const WrapUpBar = memo(function WrapUpBar() {
  const { live } = useConsole()
  const own = useStore(live.phone, (phone) => phone?.own ?? null)
  return own?.state === 'wrapUp' ? <Bar own={own} /> : null
})

function Bar({ own }: { own: Extract<OwnState, { state: 'wrapUp' }> }) {
  const model = useConsole()
  const { t, language } = useText()
  const { callId, until } = own
  const policy = useStore(model.live.settings, (settings) => settings?.deskPolicy ?? defaultDeskPolicy)
  const call = useStore(model.live.phone, (phone) => phone?.calls.find(({ id }) => id === callId) ?? null)
  const pop = useStore(model.live.pops, (pops) => pops[callId])
  const chosen = useStore(chosenCode(model), (now) => (now?.callId === callId ? now.code : null))
  useStore(model.drafts.store)
  const waits = chosen !== null && waitsForTicket(model, callId)
  const known = pop?.who.kind === 'known' ? pop.who.card.organisation.name : pop?.numberShown
  const who = call ? callerName(t, call, pop) : known
  return (
    <section className="wrap-up" aria-label={t('wrapUp.label')}>
      <span className="wrap-up-who truncate">{who ? t('wrapUp.of', { who }) : t('wrapUp.label')}</span>
      <span className="wrap-up-left">
        <span className="sr-only">{t('wrapUp.left')} </span>
        <Remaining until={until} />
      </span>
      <div className="wrap-up-codes">
        {policy.wrapUpCodes.map(({ code, ...words }, index) => (
          <button
            key={code}
            type="button"
            className={code === chosen ? 'wrap-up-code on' : 'wrap-up-code'}
            aria-pressed={code === chosen}
            onClick={() => chooseWrapUpCode(model, code)}
          >
            {index < 9 && <Kbd keys={[String(index + 1)]} />}
            {words[language]}
          </button>
        ))}
      </div>
      {waits && <span className="soft">{t('wrapUp.waits')}</span>}
      <Button keys={capsFor('own.wrapUpMore')} onClick={() => runCommand(model, 'own.wrapUpMore')}>
        {t('wrapUp.more', { n: Math.round(policy.wrapUpMoreMs / 1000) })}
      </Button>
      <Button keys={capsFor('own.wrapUpDone')} onClick={() => runCommand(model, 'own.wrapUpDone')}>
        {t('wrapUp.done')}
      </Button>
    </section>
  )
}
