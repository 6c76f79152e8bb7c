import { isTouched } from '../drafts/draft-state.ts'
import { discardDraft, newTicket, saveTicket } from '../model/ticket-actions.ts'
import type { Command } from './command.ts'

export const ticketCommands: readonly Command[] = [
  {
    id: 'ticket.new',
    group: 'ticket',
    text: 'command.newTicket',
    chord: 'F8',
    inFields: true,
    listed: 'both',
    when: () => true,
    run: newTicket,
  },
  {
    id: 'ticket.save',
    group: 'ticket',
    text: 'command.saveTicket',
    chord: 'Ctrl+Enter',
    inFields: true,
    listed: 'both',
    when: (model) => model.drafts.open !== null,
    run: (model) => void saveTicket(model),
  },
  {
    id: 'ticket.discard',
    group: 'ticket',
    text: 'command.discardDraft',
    chord: null,
    inFields: true,
    listed: 'palette',
    when: ({ drafts }) => drafts.open !== null && isTouched(drafts.open),
    run: (model) => void discardDraft(model),
  },
]
