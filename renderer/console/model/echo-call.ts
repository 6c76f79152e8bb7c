import type { CallId } from '#domain/ids.ts'
import type { Live } from './live.ts'

/** Is this our own call to the echo of the PBX? Nobody is on it: no card is opened for it and no draft. */
export function isEchoCall(
  { live }: { readonly live: Pick<Live, 'phone' | 'settings'> },
  id: CallId,
): boolean {
  const echo = live.settings.get()?.pbxFeatures.echo ?? null
  const call = live.phone.get()?.calls.find((one) => one.id === id)
  return echo !== null && call?.direction === 'out' && call.peer.number === echo
}
