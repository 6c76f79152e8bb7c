import { callBack, callerInHand, showCalls, takeOrRelease } from '../model/ledger-actions.ts'
import type { Command } from './command.ts'

/** Missed callers and past calls, by keys that work from anywhere in the window. */
export const ledgerCommands: readonly Command[] = [
  {
    id: 'ledger.callBack',
    group: 'call',
    text: 'command.callBack',
    chord: 'Alt+KeyC',
    inFields: true,
    listed: 'both',
    when: (model) => callerInHand(model) !== null,
    run: (model) => {
      const row = callerInHand(model)
      if (row) void callBack(model, row)
    },
  },
  {
    id: 'ledger.take',
    group: 'call',
    text: 'command.takeMissed',
    chord: 'Alt+KeyV',
    inFields: true,
    listed: 'both',
    when: (model) => callerInHand(model) !== null,
    run: (model) => {
      const row = callerInHand(model)
      if (row) void takeOrRelease(model, row)
    },
  },
  {
    id: 'ledger.close',
    group: 'call',
    text: 'command.closeMissed',
    chord: 'Alt+KeyX',
    inFields: true,
    listed: 'both',
    when: (model) => callerInHand(model) !== null,
    run: (model) => model.ledger.closing.set(callerInHand(model)?.callerKey ?? null),
  },
  {
    id: 'ledger.list',
    group: 'call',
    text: 'command.missedList',
    chord: 'Alt+KeyL',
    inFields: true,
    listed: 'both',
    when: () => true,
    run: (model) => showCalls(model, 'missed'),
  },
  {
    id: 'journal.list',
    group: 'call',
    text: 'command.journal',
    chord: 'Alt+KeyJ',
    inFields: true,
    listed: 'both',
    when: () => true,
    run: (model) => showCalls(model, 'calls'),
  },
]
