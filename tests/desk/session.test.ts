import { isDefinedError, safe } from '@orpc/client'
import { decodeJwt } from 'jose'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Passwords } from '#desk/session/passwords.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { createUser, UserRefused } from '#desk/session/users.ts'
import { consoleId } from '#domain/ids.ts'
import { openDesk, password, type TestDesk } from './floor/desk.ts'
import { overBothEngines } from './floor/engines.ts'

overBothEngines((db) => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await openDesk(db())
  })
  afterAll(() => desk.close())
  const newConsole = () => consoleId.parse(v7())
  const codeOf = async (asked: Promise<unknown>) => {
    const [error] = await safe(asked)
    return isDefinedError(error) ? (error as { code: string }).code : String(error)
  }

  describe('signing in', () => {
    test('tells who I am, what I may hold and where the desk stands with this console', async () => {
      const anna = await desk.person('dispatcher')
      const hello = await anna.client.session.hello({ consoleId: anna.consoleId })
      expect(hello).toMatchObject({
        user: { login: anna.user.login, role: 'dispatcher' },
        spaceId: 'main',
        shapes: ['ref', 'hot', 'timeline'],
        lastN: 0,
        deskTime: desk.clock(),
      })
      expect(hello.consoleCode).toMatch(/^[A-Z]\d{1,3}$/)
    })

    test('gives every console a code of its own and keeps it', async () => {
      const anna = await desk.person()
      const boris = await desk.person()
      const codes = await Promise.all(
        [anna, boris, anna].map(({ client, consoleId: id }) => client.session.hello({ consoleId: id })),
      )
      expect(codes[0]?.consoleCode).toBe(codes[2]?.consoleCode)
      expect(codes[0]?.consoleCode).not.toBe(codes[1]?.consoleCode)
    })

    test('takes a login in any letter case', async () => {
      const { user } = await desk.person()
      const answer = await desk
        .client()
        .session.signIn({ login: user.login.toUpperCase(), password, consoleId: newConsole() })
      expect(answer.hello.user.id).toBe(user.id)
    })

    test('refuses a wrong password, an unknown login and a user switched off, all alike', async () => {
      const { user } = await desk.person()
      const off = `off-${v7()}`
      await createUser(
        db(),
        new Passwords(),
        mainSpace,
        { login: off, name: 'Бывший', role: 'dispatcher', active: false, password },
        desk.clock(),
      )
      const tries = [
        { login: user.login, password: 'wrong' },
        { login: `nobody-${v7()}`, password },
        { login: off, password },
      ]
      for (const attempt of tries) {
        expect(await codeOf(desk.client().session.signIn({ ...attempt, consoleId: newConsole() }))).toBe(
          'WRONG_PASSWORD',
        )
      }
    })

    test('makes one who guesses wait, the right password too, and lets the others in', async () => {
      const guessed = await desk.person()
      const other = await desk.person()
      const attempt = (login: string, word: string) =>
        desk.client().session.signIn({ login, password: word, consoleId: newConsole() })
      for (let i = 0; i < 5; i++)
        expect(await codeOf(attempt(guessed.user.login, 'guess'))).toBe('WRONG_PASSWORD')
      const [error] = await safe(attempt(guessed.user.login, password))
      expect(error).toMatchObject({ code: 'TOO_MANY_TRIES', status: 429, data: { retryAfterS: 30 } })
      await expect(attempt(other.user.login, password)).resolves.toBeDefined()
      desk.clock.pass(31_000)
      await expect(attempt(guessed.user.login, password)).resolves.toBeDefined()
    })

    test('refuses a login that is taken and a short password', async () => {
      const { user } = await desk.person()
      const make = (login: string, word: string) =>
        createUser(db(), new Passwords(), mainSpace, { login, name: 'x', role: 'admin', password: word }, 0)
      await expect(make(user.login, password)).rejects.toThrow(UserRefused)
      await expect(make(`new-${v7()}`, 'short')).rejects.toThrow(UserRefused)
    })
  })

  describe('tokens', () => {
    test('an access token runs out after ten minutes and the refresh token brings the next', async () => {
      const anna = await desk.person()
      desk.clock.pass(10 * 60_000 + 1_000)
      const hello = (token: string) => desk.client(() => token).session.hello({ consoleId: anna.consoleId })
      expect(await codeOf(hello(anna.access))).toBe('SIGNED_OUT')
      const { tokens } = await desk
        .client()
        .session.refresh({ refresh: anna.refresh, consoleId: anna.consoleId })
      await expect(hello(tokens.access)).resolves.toMatchObject({ user: { id: anna.user.id } })
    })

    test('a refresh token used a second time ends the whole family', async () => {
      const anna = await desk.person()
      const refresh = (token: string) =>
        desk.client().session.refresh({ refresh: token, consoleId: anna.consoleId })
      const second = (await refresh(anna.refresh)).tokens.refresh
      const third = (await refresh(second)).tokens.refresh
      expect(await codeOf(refresh(anna.refresh))).toBe('SIGNED_OUT')
      expect(await codeOf(refresh(third))).toBe('SIGNED_OUT')
    })

    test('a console whose answer was lost may ask again within 20 s, and only one of the two answers lives on', async () => {
      const anna = await desk.person()
      const refresh = (token: string) =>
        desk.client().session.refresh({ refresh: token, consoleId: anna.consoleId })
      const lost = (await refresh(anna.refresh)).tokens.refresh
      desk.clock.pass(5_000)
      const again = (await refresh(anna.refresh)).tokens.refresh
      expect(await codeOf(refresh(lost))).toBe('SIGNED_OUT')
      await expect(refresh(again)).resolves.toBeDefined()
    })

    test('another console cannot use a stolen refresh token, and the family ends', async () => {
      const anna = await desk.person()
      const refresh = (console: typeof anna.consoleId) =>
        desk.client().session.refresh({ refresh: anna.refresh, consoleId: console })
      expect(await codeOf(refresh(newConsole()))).toBe('SIGNED_OUT')
      expect(await codeOf(refresh(anna.consoleId))).toBe('SIGNED_OUT')
    })

    test('signing out ends the session', async () => {
      const anna = await desk.person()
      await desk.client().session.signOut({ refresh: anna.refresh })
      const refresh = desk.client().session.refresh({ refresh: anna.refresh, consoleId: anna.consoleId })
      expect(await codeOf(refresh)).toBe('SIGNED_OUT')
    })

    test('a token signed by nobody, by another key, or with no signature is no token', async () => {
      const anna = await desk.person('admin')
      const [, payload, signature] = anna.access.split('.')
      const none = Buffer.from('{"alg":"none"}').toString('base64url')
      const other = { ...decodeJwt(anna.access), sub: 'somebody-else' }
      const forged = [
        `${none}.${payload}.`,
        `${none}.${payload}.${signature}`,
        `${anna.access.split('.')[0]}.${Buffer.from(JSON.stringify(other)).toString('base64url')}.${signature}`,
        'x',
        '',
      ]
      for (const token of forged) {
        const hello = desk.client(() => token).session.hello({ consoleId: anna.consoleId })
        expect(await codeOf(hello)).toBe('SIGNED_OUT')
      }
    })

    test('no password and no token lies in the tables as it is', async () => {
      const anna = await desk.person()
      const secrets = JSON.stringify(await db().query('select * from user_secrets'))
      const tokens = JSON.stringify(await db().query('select * from refresh_tokens'))
      expect(secrets).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
      expect(secrets).not.toContain(password)
      expect(tokens).not.toContain(anna.refresh)
    })
  })
})
