import { describe, expect, test } from 'vitest'
import { DigestGate, digestResponse, parseDigest } from '#demo/mini-pbx/digest.ts'
import type { SipRequest } from '#demo/mini-pbx/sip-message.ts'

describe('digest answers of the RFCs', () => {
  const book = {
    username: 'Mufasa',
    realm: 'testrealm@host.com',
    password: 'Circle Of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  }

  test('RFC 2617 §3.5, MD5 with qop=auth', () => {
    const auth = { nc: '00000001', cnonce: '0a4f113b' }
    expect(digestResponse({ ...book, auth })).toBe('6629fae49393a05397450978507c4ef1')
  })

  test('RFC 2069 form, MD5 without qop', () => {
    expect(digestResponse(book)).toBe('670fd8c2df070c60b045671b8b24ff02')
  })

  test('RFC 7616 §3.9.1, MD5 and SHA-256', () => {
    const example = {
      username: 'Mufasa',
      realm: 'http-auth@example.org',
      password: 'Circle of Life',
      method: 'GET',
      uri: '/dir/index.html',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      auth: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
    }
    expect(digestResponse(example)).toBe('8ca523f5e9506fed4657c9700eebdbec')
    expect(digestResponse({ ...example, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    )
  })
})

describe('the gate', () => {
  let now = 0
  const gateWith = (qop: boolean) =>
    new DigestGate({
      realm: 'pbx',
      password: (user) => (user === '101' ? 'пароль' : null),
      qop,
      now: () => now,
    })

  /** What an honest phone sends after a challenge. */
  function register(
    challenge: string,
    overrides: Record<string, string> = {},
    password = 'пароль',
  ): SipRequest {
    const { nonce = '', realm = '', qop } = parseDigest(challenge)!
    const own = { username: '101', realm, nonce, uri: 'sip:pbx', ...overrides }
    const auth = qop ? { nc: overrides.nc ?? '00000001', cnonce: 'abc' } : undefined
    const response = digestResponse({ ...own, method: 'REGISTER', password, auth })
    const fields: Record<string, string> = { ...own, response, ...(auth ? { ...auth, qop: 'auth' } : {}) }
    const value = Object.entries(fields).map(([name, text]) =>
      name === 'nc' ? `nc=${text}` : `${name}="${text}"`,
    )
    return {
      kind: 'request',
      method: 'REGISTER',
      uri: 'sip:pbx',
      headers: [['Authorization', `Digest ${value.join(', ')}`]],
      body: '',
    }
  }

  test.each([true, false])('lets the right password in, qop=%s', (qop) => {
    const gate = gateWith(qop)
    expect(gate.check(register(gate.challenge()))).toEqual({ ok: true, username: '101' })
  })

  test('tells a wrong password, a stranger, a foreign realm and nothing at all apart', () => {
    const gate = gateWith(true)
    const challenge = gate.challenge()
    expect(gate.check(register(challenge, {}, 'wrong'))).toEqual({ ok: false, why: 'wrong' })
    expect(gate.check(register(challenge, { username: '999' }))).toEqual({ ok: false, why: 'unknownUser' })
    expect(gate.check(register(challenge, { realm: 'elsewhere' }))).toEqual({ ok: false, why: 'missing' })
    expect(gate.check({ ...register(challenge), headers: [] })).toEqual({ ok: false, why: 'missing' })
  })

  test('takes a count only once, and no nonce that is old or not its own', () => {
    const gate = gateWith(true)
    const challenge = gate.challenge()
    expect(gate.check(register(challenge)).ok).toBe(true)
    expect(gate.check(register(challenge))).toEqual({ ok: false, why: 'stale' })
    expect(gate.check(register(challenge, { nc: '00000002' })).ok).toBe(true)
    expect(gate.check(register(challenge, { nonce: 'invented' }))).toEqual({ ok: false, why: 'stale' })
    now += 300_000
    expect(gate.check(register(challenge, { nc: '00000003' }))).toEqual({ ok: false, why: 'stale' })
  })
})
