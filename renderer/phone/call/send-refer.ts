import type { Session, URI } from 'sip.js'
import { readSipfrag, type TransferNews } from '#domain/call/transfer.ts'

/**
 * Sends a REFER in this call's dialog (RFC 3515): to an address, or to the other side of another call (`Replaces`, RFC 3891).
 * Tells its answer and then its NOTIFYs; a subscription that ends without a final status is `noWord`.
 */
export function sendRefer(session: Session, target: URI | Session, tell: (news: TransferNews) => void): void {
  session
    .refer(target, {
      requestDelegate: {
        onAccept: () => tell({ type: 'taken' }),
        onReject: ({ message }) => tell({ type: 'refused', sipCode: message.statusCode ?? 0 }),
        // Nobody redirects a REFER in a dialog; it is a refusal all the same.
        onRedirect: ({ message }) => tell({ type: 'refused', sipCode: message.statusCode ?? 0 }),
      },
      onNotify: (notification) => {
        void notification.accept().catch(ignore)
        const { request } = notification
        const { sipCode, last } = readSipfrag(request.body, request.getHeader('subscription-state') ?? '')
        if (sipCode !== null) tell({ type: 'notified', sipCode })
        if (last) tell({ type: 'noWord' })
      },
    })
    // The dialog is no more, or the other call has none yet.
    .catch(() => tell({ type: 'refused', sipCode: 481 }))
}

function ignore(): void {}
