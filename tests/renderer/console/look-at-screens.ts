import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeFaults } from './axe-faults.ts'
import type { Harness } from './browser.ts'

/** Scene and the key that opens what is looked at. */
const screens: readonly (readonly [name: string, scene: string, key: string | null])[] = [
  ['idle', 'idle', null],
  ['ringing', 'ringing', null],
  ['talking', 'talking', null],
  ['paid and not entitled', 'paid', 'Alt+KeyW'],
  ['chooser', 'chooser', null],
  ['unknown number', 'unknown', null],
  ['hidden number', 'hidden', null],
  ['offline', 'offline', null],
  ['not accepted', 'tray', 'Alt+KeyO'],
  ['wrap-up', 'wrapUp', null],
  ['do not disturb', 'doNotDisturb', null],
  ['colleagues', 'colleagues', 'Alt+KeyU'],
  ['keypad and call actions', 'callTools', 'Alt+KeyD'],
  ['conference, parked caller, pick-up', 'conference', 'Alt+KeyG'],
  ['calls a crash cut', 'lost', null],
  ['sign-in', 'signIn', null],
  ['settings', 'idle', 'Control+Comma'],
  ['keys', 'idle', 'F1'],
  ['palette', 'idle', 'Control+KeyK'],
  // A supervisor begins with it: no key is needed.
  ['board', 'board', null],
]

/** Opens a scene as it stands once nothing moves any more. */
export async function show(
  harness: Harness,
  scene: string,
  key: string | null,
  how: Parameters<Harness['open']>[1],
): Promise<Page> {
  const page = await harness.open(scene, how)
  // What fades in has not its full contrast yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  if (key) await page.keyboard.press(key)
  return page
}

/** WCAG 2.2, 2.5.8: what can be pressed, and how small it is drawn. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button, input:not([type=radio]), textarea, [role=menuitem], [role=option], [role=tab]',
      ),
    ]
      .map((element) => ({
        box: element.getBoundingClientRect(),
        html: element.outerHTML.slice(0, 120),
        hidden: element.matches('[aria-hidden=true], .sr-only'),
      }))
      .filter(({ box, hidden }) => !hidden && box.width > 1 && (box.width < 24 || box.height < 24))
      .map(({ html, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`),
  )

const dark = new Set([
  'keypad and call actions',
  'conference, parked caller, pick-up',
  'calls a crash cut',
  'talking',
  'paid and not entitled',
  'offline',
  'settings',
  'board',
])

/** Every screen in one theme: Russian in the light, English in the dark. */
export function lookAtScreens(theme: 'light' | 'dark', harness: () => Harness): void {
  const looked = screens.filter(([name]) => theme === 'light' || dark.has(name))
  test.each(looked)(
    '%s passes axe and every target is at least 24 × 24',
    async (_name: string, scene: string, key: string | null) => {
      const page = await show(harness(), scene, key, { theme, language: theme === 'light' ? 'ru' : 'en' })
      expect(await axeFaults(page)).toEqual([])
      expect(await smallTargets(page)).toEqual([])
    },
  )
}
