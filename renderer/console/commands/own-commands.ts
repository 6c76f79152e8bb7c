import { callVoicemail } from '../model/colleague-actions.ts'
import {
  chooseWrapUpCode,
  policyOf,
  toggleAway,
  toggleDoNotDisturb,
  wrapUpDone,
  wrapUpMore,
  wrapUpOf,
} from '../model/own-actions.ts'
import type { Command } from './command.ts'

/** Plain digits: they act while nothing is typed, which is so as soon as the ticket is saved. */
const codes: readonly Command[] = Array.from({ length: 9 }, (_, index) => ({
  id: `own.code.${index + 1}`,
  group: 'call',
  text: 'command.wrapUpCode',
  chord: `Digit${index + 1}`,
  inFields: false,
  listed: index === 0 ? 'help' : 'no',
  when: (model) => wrapUpOf(model) !== null && policyOf(model).wrapUpCodes.length > index,
  run: (model) => {
    const choice = policyOf(model).wrapUpCodes[index]
    if (choice) chooseWrapUpCode(model, choice.code)
  },
}))

/** The dispatcher's own state, and writing a call up. */
export const ownCommands: readonly Command[] = [
  {
    id: 'own.menu',
    group: 'window',
    text: 'command.ownMenu',
    chord: 'Alt+KeyS',
    inFields: true,
    listed: 'both',
    when: ({ live }) => live.phone.get() !== null,
    run: (model) => model.ownMenuOpen.set((open) => !open),
  },
  {
    id: 'own.away',
    group: 'window',
    text: 'command.away',
    chord: 'Alt+KeyA',
    inFields: true,
    listed: 'both',
    when: ({ live }) => live.phone.get() !== null,
    run: toggleAway,
  },
  {
    id: 'own.doNotDisturb',
    group: 'window',
    text: 'command.doNotDisturb',
    chord: 'Alt+KeyN',
    inFields: true,
    listed: 'both',
    when: ({ live }) => live.phone.get() !== null,
    run: toggleDoNotDisturb,
  },
  {
    id: 'own.colleagues',
    group: 'call',
    text: 'command.colleagues',
    chord: 'Alt+KeyU',
    inFields: true,
    listed: 'both',
    when: () => true,
    run: ({ sheet }) => sheet.set((now) => (now === 'colleagues' ? null : 'colleagues')),
  },
  {
    id: 'own.voicemail',
    group: 'call',
    text: 'command.voicemail',
    chord: 'Alt+KeyI',
    inFields: true,
    listed: 'both',
    when: ({ live }) => (live.settings.get()?.pbxFeatures.voicemail ?? null) !== null,
    run: callVoicemail,
  },
  ...codes,
  {
    id: 'own.wrapUpFocus',
    group: 'call',
    text: 'command.wrapUpFocus',
    chord: 'Alt+KeyE',
    inFields: true,
    listed: 'both',
    when: (model) => wrapUpOf(model) !== null,
    run: () => document.querySelector<HTMLElement>('.wrap-up-code')?.focus(),
  },
  {
    id: 'own.wrapUpMore',
    group: 'call',
    text: 'command.wrapUpMore',
    chord: 'Alt+Equal',
    inFields: true,
    listed: 'both',
    when: (model) => wrapUpOf(model) !== null,
    run: wrapUpMore,
  },
  {
    id: 'own.wrapUpDone',
    group: 'call',
    text: 'command.wrapUpDone',
    chord: 'Alt+Enter',
    inFields: true,
    listed: 'both',
    when: (model) => wrapUpOf(model) !== null,
    run: wrapUpDone,
  },
]
