import { describe, expect, test } from 'vitest'
import { Door, type Visitor } from '#web/door.ts'
import { enter } from '#web/entry.ts'

const port = 4711
const home = 'http://127.0.0.1:4711'

/** A browser that was let in, asking for a file. */
function known(door: Door): Visitor {
  const cookies = door.setCookie.split(';')[0] ?? ''
  return { host: '127.0.0.1:4711', origin: undefined, fetchSite: 'same-origin', cookies }
}

const newcomer: Visitor = { host: '127.0.0.1:4711', origin: undefined, fetchSite: 'none', cookies: undefined }

describe('the door', () => {
  test('lets a known browser in, by file and by socket', () => {
    const door = new Door(port)
    expect(door.refuse(known(door))).toBeNull()
    expect(door.refuseUpgrade({ ...known(door), origin: home })).toBeNull()
  })

  test.each([
    ['a name that was rebound to 127.0.0.1', { host: 'attacker.example:4711' }, 403, 'host'],
    ['localhost by name', { host: 'localhost:4711' }, 403, 'host'],
    ['another port', { host: '127.0.0.1:80' }, 403, 'host'],
    ['no Host at all', { host: undefined }, 403, 'host'],
    ['a foreign page', { origin: 'https://attacker.example' }, 403, 'origin'],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:9999' }, 403, 'origin'],
    ['an opaque origin', { origin: 'null' }, 403, 'origin'],
    ['the right host by the wrong scheme', { origin: 'https://127.0.0.1:4711' }, 403, 'origin'],
    ['a foreign page that hides its origin', { fetchSite: 'cross-site' }, 403, 'site'],
    ['another port that hides its origin', { fetchSite: 'same-site' }, 403, 'site'],
    ['no cookie', { cookies: undefined }, 401, 'cookie'],
    ['a guessed cookie', { cookies: 'pult-door-4711=AAAA' }, 401, 'cookie'],
    ["another Pult's cookie", { cookies: 'pult-door-4712=AAAA; other=1' }, 401, 'cookie'],
  ] as const)('turns away %s', (_who, wrong, status, why) => {
    const door = new Door(port)
    const visitor = { ...known(door), origin: home, ...wrong }
    expect(door.refuse(visitor)).toEqual({ status, why })
    expect(door.refuseUpgrade(visitor)).toEqual({ status, why })
  })

  test('opens no socket to a program that names no origin, cookie or not', () => {
    const door = new Door(port)
    expect(door.refuseUpgrade({ ...known(door), origin: undefined })).toEqual({ status: 403, why: 'origin' })
  })

  test('finds its cookie among others', () => {
    const door = new Door(port)
    const cookies = `theme=dark; ${known(door).cookies}; pult-door-1=x`
    expect(door.refuse({ ...known(door), cookies })).toBeNull()
  })

  test('hands out a cookie no script reads and no other site sends along', () => {
    expect(new Door(port).setCookie).toMatch(/^pult-door-4711=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  })

  test('two doors have two secrets, unless the caller keeps one over a restart', () => {
    expect(new Door(port).setCookie).not.toBe(new Door(port).setCookie)
    expect(new Door(port, 'kept').setCookie).toBe(new Door(port, 'kept').setCookie)
  })
})

describe('the entry', () => {
  test('exchanges a token for the cookie once, and takes it out of the address', () => {
    const door = new Door(port)
    const address = new URL(door.newAddress())
    expect(enter(door, address, newcomer)).toEqual({
      kind: 'enter',
      setCookie: door.setCookie,
    })
    expect(enter(door, address, newcomer)).toEqual({
      kind: 'refused',
      refusal: { status: 401, why: 'token' },
    })
  })

  test('the printed address still works in the browser it opened', () => {
    const door = new Door(port)
    const address = new URL(door.newAddress())
    enter(door, address, newcomer)
    expect(enter(door, address, known(door))).toMatchObject({ kind: 'enter', setCookie: null })
  })

  test('a guess costs nobody else their token', () => {
    const door = new Door(port)
    const address = new URL(door.newAddress())
    expect(enter(door, new URL(`${home}/?token=guess`), newcomer)).toMatchObject({ kind: 'refused' })
    expect(enter(door, address, newcomer)).toMatchObject({ kind: 'enter' })
  })

  test('two browsers get an address each', () => {
    const door = new Door(port)
    const [first, second] = [new URL(door.newAddress()), new URL(door.newAddress())]
    expect(enter(door, second, newcomer)).toMatchObject({ kind: 'enter' })
    expect(enter(door, first, newcomer)).toMatchObject({ kind: 'enter' })
  })

  test('a rebound name is turned away although its token is right, and the token is not spent', () => {
    const door = new Door(port)
    const address = new URL(door.newAddress())
    expect(enter(door, address, { ...newcomer, host: 'attacker.example:4711' })).toEqual({
      kind: 'refused',
      refusal: { status: 403, why: 'host' },
    })
    expect(enter(door, address, newcomer)).toMatchObject({ kind: 'enter' })
  })
})
