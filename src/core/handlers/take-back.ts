import type { CoreParts, Implementer } from './implementer.ts'

/** Conversations that a phone page left behind. */
export function takeBackHandlers(os: Implementer, { conversations }: CoreParts) {
  return os.takeBack.router({
    left: os.takeBack.left.handler(({ input }) => ({ left: conversations.left(input.known) })),
  })
}
