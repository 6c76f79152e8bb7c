import { oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { callId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'

/** For the phone page alone: conversations of a phone page before it that came to no end. */
export const takeBack = {
  /**
   * A phone page that just started tells the calls it knows. Answers the conversations it does not know, with when the core
   * last knew them alive; what only rang is ended here, nobody can take it back.
   */
  left: oc
    .input(z.object({ known: z.array(callId).max(100) }))
    .output(z.object({ left: z.array(z.object({ call, aliveAt: instant })) })),
}
