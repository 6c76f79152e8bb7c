import type { CallEnd } from './call-end.ts'

type Reason = { protocol: string; cause: number | null; text: string }

/**
 * Why an incoming call stopped ringing, from the Reason headers of its CANCEL (RFC 3326; several values a header).
 * Answered by a colleague is told apart, so that it is not taken for a missed call.
 */
export function endOfCancel(reasonHeaders: readonly string[]): CallEnd {
  const elsewhere = reasons(reasonHeaders).some(
    ({ protocol, cause, text }) =>
      (protocol === 'SIP' && cause === 200) ||
      // Q.850 cause 26: non-selected user clearing.
      (protocol === 'Q.850' && cause === 26) ||
      /(?:completed|answered) elsewhere/i.test(text),
  )
  return elsewhere ? 'answeredElsewhere' : 'abandoned'
}

/** Q.850 causes that say more than the SIP status they came with. */
const byCause: Readonly<Record<number, CallEnd>> = {
  1: 'notFound',
  17: 'busy',
  18: 'noAnswer',
  19: 'noAnswer',
  20: 'unavailable',
  21: 'rejected',
  28: 'notFound',
}

/** Final answers to an outgoing INVITE (RFC 3261 §21; 603+ RFC 8197, 8688). */
const byStatus: Readonly<Record<number, CallEnd>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'notFound',
  407: 'forbidden',
  408: 'noAnswer',
  410: 'notFound',
  416: 'notFound',
  480: 'unavailable',
  484: 'notFound',
  486: 'busy',
  487: 'endedByUs',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
  600: 'busy',
  603: 'rejected',
  604: 'notFound',
  607: 'rejected',
  608: 'rejected',
}

/** Why an outgoing call came to nothing, from the SIP status and the Reason headers that came with it. */
export function endOfRefusal(sipStatus: number, reasonHeaders: readonly string[] = []): CallEnd {
  const cause = reasons(reasonHeaders).find(({ protocol }) => protocol === 'Q.850')?.cause ?? null
  const said = cause === null || sipStatus === 487 ? undefined : byCause[cause]
  if (sipStatus >= 300 && sipStatus < 400) return 'redirected'
  return said ?? byStatus[sipStatus] ?? 'failed'
}

function reasons(headers: readonly string[]): Reason[] {
  return headers.flatMap((header) => split(header, ',').map(reason)).filter(({ protocol }) => protocol !== '')
}

function reason(value: string): Reason {
  const [protocol = '', ...parameters] = split(value, ';').map((part) => part.trim())
  const parameter = (name: string) =>
    parameters
      .map((one) => /^([^=\s]+)\s*=\s*(.*)$/s.exec(one))
      .find((found) => found?.[1]?.toLowerCase() === name)?.[2]
  const cause = Number(parameter('cause') ?? Number.NaN)
  return {
    protocol: protocol.toUpperCase(),
    cause: Number.isInteger(cause) ? cause : null,
    text: (parameter('text') ?? '').replace(/^"|"$/g, ''),
  }
}

/** Splits where the mark stands outside quotes. */
function split(text: string, mark: ',' | ';'): string[] {
  return (
    text.match(mark === ',' ? /(?:"(?:\\.|[^"\\])*"|[^,"]|")+/g : /(?:"(?:\\.|[^"\\])*"|[^;"]|")+/g) ?? []
  )
}
