import type { ParkedCall } from '#bridge/phone-features.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import { forgetParked, pickUp } from '../../model/feature-actions.ts'
import './parked-list.css'

/** Callers we left at the PBX: who, since when, and where if the PBX told. */
export function ParkedList() {
  const { live } = useConsole()
  const parked = useStore(live.phone, (phone) => phone?.parked) ?? []
  return parked.map((one) => <Parked key={one.callId} parked={one} />)
}

function Parked({ parked }: { parked: ParkedCall }) {
  const model = useConsole()
  const { t } = useText()
  const pop = useStore(model.live.pops)[parked.callId]
  const who = parked.peer.name || pop?.numberShown || parked.peer.number
  const { slot } = parked
  return (
    <div className="parked">
      <p className="call-state">
        <Icon name="park" size={14} />
        {slot === null ? t('parked.noSlot') : t('parked.slot', { slot })}
        <Elapsed since={parked.at} />
      </p>
      <p className="call-who truncate">{who}</p>
      <div className="parked-buttons">
        <Button
          onClick={() => (slot === null ? model.pickingUp.set(true) : pickUp(model, { from: 'slot', slot }))}
        >
          {t('command.pickUp')}
        </Button>
        <IconButton
          icon="cross"
          label={t('parked.forget', { who })}
          onClick={() => forgetParked(model, parked.callId)}
        />
      </div>
    </div>
  )
}
