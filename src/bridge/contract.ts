import { board } from './board.ts'
import { calls } from './calls.ts'
import { directory } from './directory.ts'
import { drafts } from './drafts.ts'
import { outbox } from './outbox.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { tickets } from './tickets.ts'

/** Window ⇄ core: one object of schemas, served alike on a message port and on the loopback socket. */
export const bridge = { session, calls, tickets, drafts, directory, outbox, board, settings }
export type Bridge = typeof bridge
