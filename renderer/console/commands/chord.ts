/** A chord by physical keys (`KeyboardEvent.code`), so that it is the same in every layout: `Ctrl+KeyK`, `Alt+Digit1`. */
export type Chord = string

type KeyLike = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>

/** The chord of a key press. Command on a Mac is Ctrl; both Enters are one; the keypad's digits are digits. */
export function chordOf(event: KeyLike): Chord {
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code.replace(/^Numpad(\d)$/, 'Digit$1')
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    code,
  ]
  return parts.filter(Boolean).join('+')
}

const capNames: { readonly [code: string]: string } = {
  Enter: '⏎',
  Escape: 'Esc',
  Comma: ',',
  Slash: '/',
  Equal: '=',
}

/** Key caps to show: `Ctrl+KeyK` → `['Ctrl', 'K']`. */
export function capsOf(chord: Chord): readonly string[] {
  return chord.split('+').map((part) => capNames[part] ?? part.replace(/^(Key|Digit)/, ''))
}
