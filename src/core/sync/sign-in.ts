import { type ConsoleId, spaceId as spaceIdSchema } from '#domain/ids.ts'
import type { Hello, Tokens } from '#wire/session.ts'
import { DeskUnreachable } from '../desk-link.ts'
import type { Workstation } from '../workstation.ts'
import { type DeskFault, faultOf, isCode } from './desk-failure.ts'

export interface SignInInput {
  address: string
  login: string
  password: string
}

export type SignInRefusal =
  | { code: 'WRONG_PASSWORD' }
  | { code: 'BAD_ADDRESS' }
  | { code: 'TOO_MANY_TRIES'; data: { retryAfterS: number } }
  | { code: 'DESK_UNREACHABLE'; data: { fault: DeskFault } }
  | { code: 'OTHERS_PENDING'; data: { name: string; pending: number } }

export interface SignedIn {
  address: string
  hello: Hello
  tokens: Tokens
}

/**
 * Asks a desk to let a person in. Refuses where changes of another person (or for another space) still wait: they
 * leave only with that person's sign-in. For another space this console gets another name, since its numbers begin anew.
 */
export async function signInAt(work: Workstation, input: SignInInput): Promise<SignedIn | SignInRefusal> {
  const address = deskAddress(input.address)
  if (address === null) return { code: 'BAD_ADDRESS' }
  const { outbox, account, ports } = work
  try {
    let answer = await ask(work, address, input, work.consoleId)
    const { user, spaceId } = answer.hello
    const waiting = outbox.unsettled().filter(({ state }) => state === 'pending')
    const others = waiting.find(({ userId }) => userId !== user.id)
    const known = work.kept.get('space', spaceIdSchema)
    const elsewhere = known !== null && known !== spaceId
    if (others || (elsewhere && waiting.length > 0)) {
      await revoke(work, address, answer.tokens)
      const author = others?.userId ?? account?.user.id ?? null
      const name = work.reference.user(author)?.name ?? ''
      return { code: 'OTHERS_PENDING', data: { name, pending: waiting.length } }
    }
    if (elsewhere) {
      work.durably(() => outbox.beginAnew(() => work.kept.set('console-id', ports.newId())))
      work.store.rebuild()
      answer = await ask(work, address, input, work.consoleId)
    }
    work.kept.set('space', spaceId)
    return { address, ...answer }
  } catch (error) {
    if (isCode(error, 'WRONG_PASSWORD')) return { code: 'WRONG_PASSWORD' }
    const failed = faultOf(error)
    if (failed === null) throw error
    if (isCode(error, 'TOO_MANY_TRIES')) {
      return { code: 'TOO_MANY_TRIES', data: { retryAfterS: (failed.retryAfterMs ?? 0) / 1000 } }
    }
    return { code: 'DESK_UNREACHABLE', data: { fault: failed.fault } }
  }
}

async function ask(
  work: Workstation,
  address: string,
  { login, password }: SignInInput,
  consoleId: ConsoleId,
) {
  const link = work.ports.deskLink(address)
  try {
    return await link.client(() => null).session.signIn({ login, password, consoleId })
  } finally {
    link.close()
  }
}

async function revoke(work: Workstation, address: string, { refresh }: Tokens): Promise<void> {
  const link = work.ports.deskLink(address)
  try {
    await link.client(() => null).session.signOut({ refresh })
  } catch (error) {
    // The token runs out by itself.
    if (!(error instanceof DeskUnreachable)) throw error
  } finally {
    link.close()
  }
}

/** `https://…`, or `http://` on this very machine; null for anything else. Without a scheme, https is meant. */
export function deskAddress(text: string): string | null {
  const written = /^[a-z]+:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`
  if (!URL.canParse(written)) return null
  const { protocol, hostname, origin, pathname, username, password } = new URL(written)
  if (username !== '' || password !== '') return null
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) return null
  return origin + pathname.replace(/\/+$/, '')
}
