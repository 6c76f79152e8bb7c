import { useMemo, useState } from 'react'
import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { ListField } from '#renderer/ui/list-field.tsx'
import { useConsole } from '../../model/console-model.ts'
import { consult, transfer } from '../../model/transfer-actions.ts'
import { ColleagueState } from '../colleagues/colleague-state.tsx'
import { transferTargets } from './transfer-targets.ts'

/** To whom the call goes: a number or a colleague. Enter gives it away, Shift+Enter asks there first, Esc closes. */
export function TransferField({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const { users } = useStore(model.live.reference)
  const own = useStore(model.live.status, (status) => status?.user?.extension ?? null)
  const [typed, setTyped] = useState('')
  const targets = useMemo(() => transferTargets(users, typed, own), [users, typed, own])
  const rows = targets.map(({ id, number, name }) => ({
    id,
    name: name ?? t('transfer.number'),
    detail: number,
    aside: name !== null && <ColleagueState extension={number} />,
  }))
  return (
    <div className="transfer">
      <ListField
        label={t('transfer.to')}
        placeholder={t('transfer.placeholder')}
        typed={typed}
        onTyped={setTyped}
        rows={rows}
        emptyText={t('transfer.nobody')}
        // With nothing typed nobody is meant yet: Enter by accident must not give the caller away.
        firstIsMeant={false}
        onChoose={({ detail: number }, { shift }) =>
          shift ? consult(model, callId, number) : transfer(model, callId, number)
        }
        hint={
          <>
            <Kbd keys={['⏎']} /> {t('transfer.blind')} <Kbd keys={['Shift', '⏎']} /> {t('transfer.consult')}
          </>
        }
      />
    </div>
  )
}
