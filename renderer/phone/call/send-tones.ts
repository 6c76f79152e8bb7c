import type { Session } from 'sip.js'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { Voice } from '../media/media-port.ts'

/** How long the PBX shall sound each key, ms; the usual length of a key press. */
const toneMs = 160

/** Presses keys in a conversation, as the PBX wants them; false when there is nothing to send them by. */
export function sendTones(
  session: Session,
  voice: Voice | null,
  digits: string,
  by: PbxFeatures['tones'],
): boolean {
  if (by === 'rfc4733') return voice?.sendTones(digits) ?? false
  void sendInfos(session, digits)
  return true
}

/** One INFO a key, each after the answer to the one before: they must not overtake each other. */
async function sendInfos(session: Session, digits: string): Promise<void> {
  for (const digit of digits) {
    const sent = await new Promise<boolean>((resolve) => {
      session
        .info({
          requestDelegate: { onAccept: () => resolve(true), onReject: () => resolve(false) },
          requestOptions: {
            body: {
              contentDisposition: 'render',
              contentType: 'application/dtmf-relay',
              content: `Signal=${digit}\r\nDuration=${toneMs}\r\n`,
            },
          },
        })
        .catch(() => resolve(false))
    })
    if (!sent) return
  }
}
