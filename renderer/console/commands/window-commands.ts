import type { ConsoleModel } from '../model/console-model.ts'
import { saveSettings, signOut, toggleTheme } from '../model/window-actions.ts'
import type { Command, CommandGroup } from './command.ts'

type Listed = Command['listed']
const windowCommand = (
  id: string,
  text: Command['text'],
  chord: string | null,
  run: (model: ConsoleModel) => void,
  more: {
    inFields?: boolean
    listed?: Listed
    when?: (model: ConsoleModel) => boolean
    group?: CommandGroup
  } = {},
): Command => ({
  id,
  group: more.group ?? 'window',
  text,
  chord,
  inFields: more.inFields ?? true,
  listed: more.listed ?? 'both',
  when: more.when ?? (() => true),
  run,
})

const watches = ({ live }: ConsoleModel) => {
  const role = live.status.get()?.user?.role
  return role === 'supervisor' || role === 'admin'
}

/** From the list back to what was being written, and the other way. */
function listAndBack(model: ConsoleModel): void {
  const grid = document.querySelector<HTMLElement>('#list-panel [role=grid]')
  if (grid && !grid.contains(document.activeElement)) {
    grid.focus()
    return
  }
  const { open } = model.drafts
  if (open) model.wantsSubject.set(open.id)
}

/** One step back; a text is never lost by it: fields keep theirs, an open sheet or ticket is laid aside. */
function stepBack(model: ConsoleModel): void {
  const field = document.activeElement
  if (model.sheet.get() !== null) model.sheet.set(null)
  else if (model.transferring.get() !== null) model.transferring.set(null)
  else if (model.whyOpen.get()) model.whyOpen.set(false)
  else if (field instanceof HTMLElement && field.matches('input, textarea')) field.blur()
  else if (model.stage.get().ticketId !== null) model.move({ type: 'closeTicket' })
  else if (model.stage.get().shown.kind === 'customer') model.move({ type: 'clear' })
}

export const windowCommands: readonly Command[] = [
  windowCommand(
    'window.palette',
    'command.palette',
    'Ctrl+KeyK',
    (model) => {
      model.paletteText.set('')
      model.sheet.set((sheet) => (sheet === 'palette' ? null : 'palette'))
    },
    { listed: 'help' },
  ),
  windowCommand('window.list', 'command.list', 'F9', listAndBack, {
    when: ({ view }) => view.get() === 'console',
  }),
  windowCommand('window.tray', 'command.tray', 'Alt+KeyO', ({ sheet }) =>
    sheet.set((now) => (now === 'tray' ? null : 'tray')),
  ),
  windowCommand(
    'window.board',
    'command.board',
    'Alt+KeyB',
    ({ view }) => view.set((now) => (now === 'board' ? 'console' : 'board')),
    { when: watches },
  ),
  windowCommand('window.settings', 'command.settings', 'Ctrl+Comma', ({ sheet }) =>
    sheet.set((now) => (now === 'settings' ? null : 'settings')),
  ),
  windowCommand('window.selfTest', 'command.selfTest', 'Alt+KeyH', ({ sheet }) =>
    sheet.set((now) => (now === 'selfTest' ? null : 'selfTest')),
  ),
  windowCommand('window.help', 'command.help', 'F1', ({ sheet }) =>
    sheet.set((now) => (now === 'help' ? null : 'help')),
  ),
  windowCommand('window.help.question', 'command.help', 'Shift+Slash', ({ sheet }) => sheet.set('help'), {
    inFields: false,
    listed: 'no',
  }),
  windowCommand('window.back', 'command.back', 'Escape', stepBack, { listed: 'help' }),
  windowCommand('window.theme', 'command.theme', null, (model) => void toggleTheme(model), {
    listed: 'palette',
  }),
  windowCommand(
    'window.language',
    'command.language',
    null,
    (model) => {
      void saveSettings(model, { language: model.i18n.language === 'ru' ? 'en' : 'ru' })
    },
    { listed: 'palette' },
  ),
  windowCommand(
    'window.retryDesk',
    'command.retryDesk',
    null,
    ({ links }) => void links.core.session.retryDesk().catch(() => {}),
    {
      listed: 'palette',
      when: ({ live }) => live.status.get()?.desk.state === 'away',
    },
  ),
  windowCommand(
    'window.reconnect',
    'command.reconnect',
    null,
    ({ links }) => void links.phone.reconnect().catch(() => {}),
    {
      listed: 'palette',
      when: ({ live }) => {
        const state = live.phone.get()?.line.state
        return state !== undefined && state !== 'ready' && state !== 'off'
      },
    },
  ),
  windowCommand('window.signOut', 'command.signOut', null, (model) => void signOut(model), {
    listed: 'palette',
  }),
]
