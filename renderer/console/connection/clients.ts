import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Bridge } from '#bridge/contract.ts'
import type { PhoneContract } from '#bridge/phone.ts'
import { ReplaceableLink } from './replaceable-link.ts'

export type CoreClient = ContractRouterClient<Bridge>
export type PhoneClient = ContractRouterClient<PhoneContract>

export type Links = {
  readonly coreLink: ReplaceableLink
  readonly phoneLink: ReplaceableLink
  readonly core: CoreClient
  readonly phone: PhoneClient
}

/** The two far ends of the console, before anything is attached to them. */
export function createLinks(): Links {
  const coreLink = new ReplaceableLink()
  const phoneLink = new ReplaceableLink()
  return { coreLink, phoneLink, core: createORPCClient(coreLink), phone: createORPCClient(phoneLink) }
}
