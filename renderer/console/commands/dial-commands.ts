import { cardNumbers } from '../model/card-numbers.ts'
import type { ConsoleModel } from '../model/console-model.ts'
import { dial, dialClipboard } from '../model/dial-actions.ts'
import { cardQuery } from '../model/queries.ts'
import type { Command } from './command.ts'

/** First number of the customer whose card is shown outside a call; a call's own card has its caller on the line. */
function cardNumber(model: ConsoleModel): string | null {
  const { shown } = model.stage.get()
  if (shown.kind !== 'customer') return null
  const { queryKey } = cardQuery(model, shown.organisationId, shown.contactId)
  const card = model.queries.getQueryData(queryKey)
  return (card && cardNumbers(card)[0]) ?? null
}

export const dialCommands: readonly Command[] = [
  {
    id: 'dial.clipboard',
    group: 'call',
    text: 'command.dialClipboard',
    // In Electron the same key works in every program (policy `dialHotkey`) and does not come here.
    chord: 'Ctrl+F2',
    inFields: true,
    listed: 'both',
    when: () => true,
    run: (model) => void dialClipboard(model),
  },
  {
    id: 'dial.card',
    group: 'call',
    text: 'command.dialCard',
    chord: 'Alt+KeyP',
    inFields: true,
    listed: 'both',
    when: (model) => cardNumber(model) !== null,
    run: (model) => {
      const number = cardNumber(model)
      if (number !== null) dial(model, number)
    },
  },
]
