import { expect, test } from 'vitest'
import { capsOf, chordOf } from '#renderer/console/commands/chord.ts'
import { capsFor, commands } from '#renderer/console/commands/registry.ts'
import { guardMs, PaintGuard } from '#renderer/console/model/paint-guard.ts'
import { catalogue } from '#renderer/texts/catalogue.ts'

test('no two commands share a key', () => {
  const chords = commands.map(({ chord }) => chord).filter((chord) => chord !== null)
  expect(new Set(chords).size).toBe(chords.length)
})

test('the keys a dispatcher learns are where they were promised', () => {
  const promised = {
    'call.answer': 'F2',
    'call.hold': 'F3',
    'call.hangUp': 'F4',
    'call.transfer': 'F6',
    'call.mute': 'F7',
    'ticket.new': 'F8',
    'call.choose.1': 'Alt+Digit1',
    'call.choose.9': 'Alt+Digit9',
    'ticket.save': 'Ctrl+Enter',
    'window.palette': 'Ctrl+KeyK',
    'window.back': 'Escape',
    'window.help': 'F1',
  }
  const found = Object.fromEntries(commands.map(({ id, chord }) => [id, chord]))
  expect(found).toMatchObject(promised)
})

test('a key that may be typed into a text never acts while one is typed', () => {
  const bare = commands.filter(({ chord }) => chord && !/^(Ctrl|Alt)\+|^F\d+$|^Escape$/.test(chord))
  expect(bare.every(({ inFields }) => !inFields)).toBe(true)
})

test('every command has its words', () => {
  expect(commands.filter(({ text }) => !(text in catalogue))).toEqual([])
})

test('chords are physical keys: the layout does not matter', () => {
  const press = (init: KeyboardEventInit) => chordOf(new KeyboardEvent('keydown', init))
  expect(press({ code: 'KeyK', key: 'л', ctrlKey: true })).toBe('Ctrl+KeyK')
  expect(press({ code: 'KeyK', key: 'k', metaKey: true })).toBe('Ctrl+KeyK')
  expect(press({ code: 'NumpadEnter', ctrlKey: true })).toBe('Ctrl+Enter')
  expect(press({ code: 'Numpad3', altKey: true })).toBe('Alt+Digit3')
  expect(capsOf('Ctrl+KeyK')).toEqual(['Ctrl', 'K'])
  expect(capsFor('ticket.save')).toEqual(['Ctrl', '⏎'])
})

test('a key pressed before a person could have seen the call does not act on it', () => {
  const guard = new PaintGuard()
  expect(guard.mayAct('call:1', 5_000)).toBe(false)
  guard.painted('call:1', 1_000)
  expect(guard.mayAct('call:1', 1_000 + guardMs - 1)).toBe(false)
  expect(guard.mayAct('call:1', 1_000 + guardMs)).toBe(true)
  guard.painted('call:1', 9_000)
  expect(guard.mayAct('call:1', 1_000 + guardMs)).toBe(true)
})
