import type { ContractRouterClient } from '@orpc/contract'
import type { Bridge } from '#bridge/contract.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { Phone } from '../phone.ts'

/** Asks a core for conversations that a phone page before this one left, and offers them; the known are left alone. */
export async function askForLost(
  core: Pick<ContractRouterClient<Bridge>, 'takeBack'>,
  { snapshot, features }: Pick<Phone, 'snapshot' | 'features'>,
  { keepsSilentS }: PbxFeatures,
): Promise<void> {
  const { left } = await core.takeBack.left({ known: snapshot.calls.map(({ id }) => id) })
  features.offerLost(left.map(({ call, aliveAt }) => ({ call, until: aliveAt + keepsSilentS * 1_000 })))
}
