import { invite, numbered, plus, request, withHeader, write } from '#tests/support/sip-corpus/compose.ts'

const presence = `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="7" state="full" entity="sip:102@pbx.example">
 <dialog id="102" direction="recipient"><remote><identity>sip:+74951112233@pbx.example</identity></remote><state>early</state></dialog>
</dialog-info>
`

/** Messages with the headers Asterisk 22 sends, `n` of each, every one another call. */
export function messagesOf(n: number): Record<'INVITE' | 'BYE' | 'NOTIFY', string[]> {
  const asserted = plus(invite(), 'P-Asserted-Identity', '"Ivan Petrov" <sip:+74951112233@pbx.example>')
  const queued = plus(
    plus(plus(asserted, 'X-Call-Id', '1763848800.42'), 'X-Queue', 'support'),
    'X-Dialed-Number',
    '+74950000000',
  )
  const ring = write(
    plus(
      plus(plus(queued, 'Session-Expires', '1800;refresher=uac'), 'Min-SE', '90'),
      'User-Agent',
      'Asterisk PBX 22.5.0',
    ),
  )
  const bye = write(
    plus(
      plus(
        withHeader(request('BYE'), 'To', '<sip:101@console.invalid>;tag=ours'),
        'Reason',
        'Q.850;cause=16',
      ),
      'User-Agent',
      'Asterisk PBX 22.5.0',
    ),
  )
  const notify = write(
    plus(
      plus(request('NOTIFY', presence, 'application/dialog-info+xml'), 'Event', 'dialog'),
      'Subscription-State',
      'active;expires=3600',
    ),
  )
  const many = (text: string) => Array.from({ length: n }, (_, index) => numbered(text, `bench${index}`))
  return { INVITE: many(ring), BYE: many(bye), NOTIFY: many(notify) }
}
