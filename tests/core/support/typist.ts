/** A workstation in a process of its own that makes ticket after ticket on one call and says each that was saved. */
import { createRouterClient } from '@orpc/server'
import { nodePorts, startCore } from '#core/start-core.ts'
import { smallCompany } from '#tests/desk/floor/company.ts'
import { account, draftForRomashka } from './account.ts'
import { ringing } from './ringing.ts'

const folder = process.argv[2] ?? ''
const core = await startCore(nodePorts(folder), { folder })
core.work.store.load(smallCompany(), Date.now())
core.work.setAccount(account)
core.work.reference.forget()
const window = createRouterClient(core.router)
await window.calls.report({ events: [ringing('call-1', '+79161112233')] })
for (;;) {
  const { row } = await window.tickets.create({ fields: draftForRomashka, callId: 'call-1' as never })
  process.send?.(row.ticket.provisionalNumber)
}
