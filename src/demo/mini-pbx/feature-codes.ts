/** What the dialplan does by codes; the demo's configuration names them to the consoles. */
export const featureCodes = {
  park: '700',
  parkSlots: ['701', '702', '703', '704', '705'],
  pickup: '**{ext}',
  echo: '600',
}

/** The extension whose ringing call is to be taken; null: no such code was dialled. */
export function pickUpOf(number: string): string | null {
  const [before = '', after = ''] = featureCodes.pickup.split('{ext}')
  if (!number.startsWith(before) || !number.endsWith(after)) return null
  const extension = number.slice(before.length, number.length - after.length)
  return /^\d+$/.test(extension) ? extension : null
}
