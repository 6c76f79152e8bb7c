import type { ConsoleModel } from '../model/console-model.ts'
import { callCommands } from './call-commands.ts'
import { capsOf, chordOf } from './chord.ts'
import type { Command } from './command.ts'
import { dialCommands } from './dial-commands.ts'
import { featureCommands } from './feature-commands.ts'
import { ledgerCommands } from './ledger-commands.ts'
import { ownCommands } from './own-commands.ts'
import { ticketCommands } from './ticket-commands.ts'
import { windowCommands } from './window-commands.ts'

/** Everything that can be done. Keys, buttons, the palette and the help sheet all read this one list. */
export const commands: readonly Command[] = [
  ...callCommands,
  ...featureCommands,
  ...dialCommands,
  ...ledgerCommands,
  ...ownCommands,
  ...ticketCommands,
  ...windowCommands,
]

const byChord = new Map(commands.filter(({ chord }) => chord).map((command) => [command.chord!, command]))
const byId = new Map(commands.map((command) => [command.id, command]))

/** Key caps of a command, for the place where it acts. */
export function capsFor(id: string): readonly string[] | undefined {
  const chord = byId.get(id)?.chord
  return chord ? capsOf(chord) : undefined
}

/** The command a button stands for; a wrong name is a mistake of ours. */
export function runCommand(model: ConsoleModel, id: string): void {
  const command = byId.get(id)
  if (!command) throw new Error(`No such command: ${id}`)
  if (command.when(model)) command.run(model, null)
}

const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)

/**
 * Runs the command of a key press. Answers true when the key was ours, even if it could not act now: an F key must
 * not fall through to the browser. A key held down acts once.
 */
export function pressKey(model: ConsoleModel, event: KeyboardEvent): boolean {
  const chord = chordOf(event)
  const command = byChord.get(chord)
  if (!command) return false
  // A plain key is the page's where it can do nothing here, and the dialog's that lies over the window.
  const dialogOpen = document.querySelector('.dialog') !== null
  if (!command.inFields && (typesText(event.target) || dialogOpen || !command.when(model))) return false
  // Esc belongs first to the list or menu that is open under the caret.
  if (chord === 'Escape' && document.querySelector('.popup') !== null) return false
  if (!event.repeat && command.when(model)) command.run(model, event.timeStamp)
  return chord !== 'Escape'
}
