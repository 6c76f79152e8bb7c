/**
 * Who may import whom: docs/design.md §3. A path belongs to the first zone whose folder holds it, so the narrower
 * zones come first.
 */
export type Zone = {
  name: string
  folder: string
  /** Folders or single files it may reach besides its own. */
  folders: readonly string[]
  /** May it use Node's own modules? */
  node: boolean
  /** Packages: the only ones it may use, or the ones it may not. */
  packages: { only: readonly string[] } | { never: readonly string[] }
}

const browserPackages = ['react', 'react-dom', 'sip.js', '@base-ui/react', 'cmdk', 'uplot', 'react-i18next']
const serverPackages = ['fastify', 'pg', '@electric-sql/pglite']
const storePackages = ['better-sqlite3', 'drizzle-orm']
const shellPackages = ['electron', 'electron-updater', 'electron-vite', 'electron-builder']
const testPackages = ['vitest', 'playwright-core', 'happy-dom', 'fast-check', '@testing-library/react']

export const zones: readonly Zone[] = [
  { name: 'shared', folder: 'src/shared', folders: [], node: false, packages: { only: [] } },
  {
    name: 'domain',
    folder: 'src/domain',
    folders: ['src/shared'],
    node: false,
    packages: { only: ['zod', 'temporal-polyfill', 'libphonenumber-js'] },
  },
  ...['bridge', 'wire'].map((name) => ({
    name,
    folder: `src/${name}`,
    folders: ['src/domain', 'src/shared'],
    node: false,
    packages: { only: ['zod', '@orpc/contract'] },
  })),
  {
    name: 'core',
    folder: 'src/core',
    folders: ['src/domain', 'src/bridge', 'src/wire', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...shellPackages, ...testPackages] },
  },
  {
    name: 'desk',
    folder: 'src/desk',
    folders: ['src/domain', 'src/wire', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...shellPackages, ...testPackages, 'better-sqlite3'] },
  },
  {
    name: 'web',
    folder: 'src/web',
    folders: ['src/core/start-core.ts', 'src/bridge', 'src/shared'],
    node: true,
    packages: {
      never: [...browserPackages, ...shellPackages, ...storePackages, ...serverPackages, ...testPackages],
    },
  },
  {
    name: 'demo',
    folder: 'src/demo',
    folders: ['src/domain', 'src/wire', 'src/desk', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...shellPackages, 'better-sqlite3', ...testPackages] },
  },
  {
    name: 'electron core process',
    folder: 'electron/main/core-process.ts',
    folders: ['electron', 'src/core/start-core.ts', 'src/bridge', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...storePackages, ...testPackages] },
  },
  {
    name: 'electron',
    folder: 'electron',
    folders: ['src/bridge', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...storePackages, ...testPackages] },
  },
  ...[
    {
      name: 'renderer/phone',
      folder: 'renderer/phone',
      sip: true,
      beside: ['renderer/texts', 'renderer/ui'],
    },
    { name: 'renderer/ui', folder: 'renderer/ui', sip: false, beside: [] },
    { name: 'renderer/texts', folder: 'renderer/texts', sip: false, beside: [] },
    { name: 'renderer', folder: 'renderer', sip: false, beside: [] },
  ].map(({ name, folder, sip, beside }) => ({
    name,
    folder,
    folders: ['src/bridge', 'src/domain', 'src/shared', ...beside],
    node: false,
    packages: {
      never: [
        ...shellPackages,
        ...serverPackages,
        ...storePackages,
        ...testPackages,
        'ws',
        'werift',
        ...(sip ? [] : ['sip.js']),
      ],
    },
  })),
]

/** The right door, by who asks and for what; the first that fits is told. */
export const doors: readonly { from: RegExp; to: RegExp; door: string }[] = [
  {
    from: /./,
    to: /^tests\//,
    door: 'nothing imports tests: move what both need into src/shared or next to its owner',
  },
  {
    from: /^src\/shared\//,
    to: /./,
    door: 'shared imports nothing: if it needs a word of the business it belongs in src/domain',
  },
  {
    from: /^src\/domain\//,
    to: /^node:/,
    door: 'domain runs without I/O: take the value as an argument, or ask for it through a port of the core',
  },
  {
    from: /^src\/domain\//,
    to: /./,
    door: 'domain is pure functions over shared and a few pure packages: let the core or the window call it, and pass values in',
  },
  {
    from: /^src\/bridge\//,
    to: /^src\/wire\//,
    door: 'window and desk never share a contract: put the common shape into src/domain',
  },
  {
    from: /^src\/wire\//,
    to: /^src\/bridge\//,
    door: 'desk and window never share a contract: put the common shape into src/domain',
  },
  {
    from: /^src\/(bridge|wire)\//,
    to: /./,
    door: 'a contract is schemas only: handlers live in src/core and src/desk, shapes in src/domain',
  },
  { from: /^src\/core\//, to: /^src\/desk\//, door: 'the core speaks to the desk through src/wire' },
  {
    from: /^src\/core\//,
    to: /^(electron|src\/web\/|renderer\/|package react|package sip\.js)/,
    door: 'the core knows no shell and no window: take it as a port, and let the shell pass it to startCore',
  },
  {
    from: /^src\/desk\//,
    to: /^src\/(core|bridge)\//,
    door: 'the desk knows the core through src/wire only',
  },
  {
    from: /^src\/(web|demo)\/|^electron\//,
    to: /^src\/core\//,
    door: 'a shell starts the core by src/core/start-core (in Electron from core-process.ts only) and speaks to it by src/bridge',
  },
  {
    from: /^electron\//,
    to: /^src\/desk\//,
    door: 'the shell never meets the desk: the core does, through src/wire',
  },
  {
    from: /^renderer\//,
    to: /^src\/(core|desk|wire|web|demo)\//,
    door: 'ask through src/bridge, served by src/core/handlers',
  },
  {
    from: /^renderer\//,
    to: /^(node:|electron|package electron)/,
    door: 'the window is ordinary web code: ask through src/bridge',
  },
  {
    from: /^renderer\//,
    to: /^package sip\.js/,
    door: 'only renderer/phone speaks SIP: use the phone contract in src/bridge',
  },
  {
    from: /^renderer\/(ui|texts)\//,
    to: /^renderer\//,
    door: 'ui and texts know no feature: pass it in as a prop',
  },
  {
    from: /^renderer\/phone\//,
    to: /^renderer\//,
    door: 'the phone is a page of its own: speak to the console by the phone contract in src/bridge',
  },
  {
    from: /^renderer\//,
    to: /^renderer\/phone\//,
    door: 'the phone is a page of its own: speak to it by the phone contract in src/bridge',
  },
]
