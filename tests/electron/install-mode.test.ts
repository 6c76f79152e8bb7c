import { expect, test } from 'vitest'
import { installModeOf } from '#electron/main/install-mode.ts'

const windows = { platform: 'win32', home: 'C:\\Users\\anna', appImage: undefined } as const
const linux = { platform: 'linux', home: '/home/anna', localAppData: undefined } as const
const mac = {
  platform: 'darwin',
  home: '/Users/anna',
  localAppData: undefined,
  appImage: undefined,
} as const
const localAppData = 'C:\\Users\\anna\\AppData\\Local'

test.each([
  [
    'installed for everybody',
    { ...windows, localAppData, program: 'C:\\Program Files\\Pult\\Pult.exe' },
    'perMachine',
  ],
  [
    'installed for one person',
    { ...windows, localAppData, program: 'c:\\users\\ANNA\\appdata\\local\\Programs\\Pult\\Pult.exe' },
    'perUser',
  ],
  [
    'a folder that only begins alike',
    { ...windows, localAppData, program: 'C:\\Users\\anna\\AppData\\LocalX\\Pult.exe' },
    'perMachine',
  ],
  [
    'nothing known of the folders',
    { ...windows, localAppData: undefined, program: 'D:\\Pult.exe' },
    'perMachine',
  ],
  ['a deb', { ...linux, appImage: undefined, program: '/opt/Pult/pult' }, 'perMachine'],
  [
    'an AppImage in the home folder',
    { ...linux, appImage: '/home/anna/Pult.AppImage', program: '/tmp/.mount/pult' },
    'perUser',
  ],
  [
    'an AppImage of the administrator',
    { ...linux, appImage: '/opt/Pult.AppImage', program: '/tmp/.mount/pult' },
    'perMachine',
  ],
  ['macOS for everybody', { ...mac, program: '/Applications/Pult.app/Contents/MacOS/Pult' }, 'perMachine'],
  [
    'macOS for one person',
    { ...mac, program: '/Users/anna/Applications/Pult.app/Contents/MacOS/Pult' },
    'perUser',
  ],
] as const)('%s', (_place, facts, mode) => {
  expect(installModeOf(facts)).toBe(mode)
})

test('a platform nobody thought of never installs itself', () => {
  const facts = { ...linux, platform: 'freebsd', appImage: '/home/anna/x', program: '/home/anna/x' } as const
  expect(installModeOf(facts)).toBe('perMachine')
})
