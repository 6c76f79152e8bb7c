import type { LostCall } from '#bridge/phone-features.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { letGo, takeBack } from '../../model/feature-actions.ts'
import { callerDetail, callerName } from '../../words/caller-words.ts'
import './take-back.css'

/** Conversations that a crash cut: taken back while the PBX keeps them, else the number to call. */
export function LostCalls() {
  const { live } = useConsole()
  const lost = useStore(live.phone, (phone) => phone?.lost) ?? []
  return lost.map((one) => <Lost key={one.call.id} lost={one} />)
}

function Lost({ lost: { call, state } }: { lost: LostCall }) {
  const model = useConsole()
  const { t } = useText()
  const pop = useStore(model.live.pops)[call.id]
  const { number } = call.peer
  return (
    <section className={`lost-call ${state}`} aria-label={callerName(t, call, pop)}>
      <p className="call-who truncate">{callerName(t, call, pop)}</p>
      <p className="call-detail truncate">{callerDetail(t, call, pop)}</p>
      <p className="lost-words" role="status">
        <Icon name="warning" size={14} />
        {t(`lost.${state}`)}
      </p>
      {state === 'offered' && (
        <div className="call-buttons">
          <Button
            look="filled"
            icon="phone"
            keys={capsFor('call.takeBack')}
            onClick={() => takeBack(model, call.id)}
          >
            {t('lost.takeBack')}
          </Button>
          <Button look="quiet" onClick={() => letGo(model, call.id)}>
            {t('lost.letGo')}
          </Button>
        </div>
      )}
      {state === 'refused' && !call.peer.hidden && number !== '' && (
        <div className="call-buttons">
          <Button
            look="filled"
            icon="phone"
            onClick={() => {
              letGo(model, call.id)
              dial(model, number)
            }}
          >
            {t('lost.callBack')}
          </Button>
        </div>
      )}
    </section>
  )
}
