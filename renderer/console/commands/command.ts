import type { TextKey } from '#renderer/texts/use-text.ts'
import type { ConsoleModel } from '../model/console-model.ts'
import type { Chord } from './chord.ts'

export type CommandGroup = 'call' | 'ticket' | 'window'

/** When a key was pressed, on the clock of `event.timeStamp`; null: chosen with the pointer or in the palette. */
export type PressedAt = number | null

/** One thing the dispatcher can do: its key, its words, when it can be done, and the doing. */
export type Command = {
  readonly id: string
  readonly group: CommandGroup
  readonly text: Extract<TextKey, `command.${string}`>
  readonly chord: Chord | null
  /** Does the key act while a text is typed? A chord with Ctrl, Alt or an F key does. */
  readonly inFields: boolean
  /** Shown in the palette and the help; a key that only the help explains is not in the palette. */
  readonly listed: 'both' | 'help' | 'palette' | 'no'
  readonly when: (model: ConsoleModel) => boolean
  readonly run: (model: ConsoleModel, pressedAt: PressedAt) => void
}
