// @vitest-environment node
import { createORPCClient, isDefinedError, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, test } from 'vitest'
import type { PhoneContract } from '#bridge/phone.ts'
import { callId } from '#domain/ids.ts'
import { ConsoleServer } from '#renderer/phone/serve-consoles.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { silentSound } from '../../support/sip-peer/silent-sound.ts'

function openConsole(server: ConsoleServer) {
  const { port1, port2 } = new MessageChannel()
  const client: ContractRouterClient<PhoneContract> = createORPCClient(new RPCLink({ port: port1 }))
  port1.start()
  server.attach(port2 as unknown as MessagePort)
  return { client, close: () => port1.close() }
}

test('a console sees what stands now, then each change; several of one turn are one', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { client, close } = openConsole(new ConsoleServer(rig.phone, () => {}, silentSound(rig)))
  const snapshots = await client.watch()
  expect((await snapshots.next()).value).toMatchObject({ line: { state: 'ready' }, calls: [] })
  rig.peer.invite()
  const { value } = await snapshots.next()
  expect(value).toMatchObject({ ringing: true, calls: [{ state: 'ringing' }] })
  await snapshots.return?.()
  close()
})

test('refusals are declared errors with their data', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { client, close } = openConsole(new ConsoleServer(rig.phone, () => {}, silentSound(rig)))
  const [unknown] = await safe(client.answer({ callId: callId.parse('none') }))
  expect(isDefinedError(unknown) && unknown.code).toBe('NO_SUCH_CALL')
  const [bad] = await safe(client.call({ number: 'call me' }))
  expect(isDefinedError(bad) && bad.code).toBe('BAD_NUMBER')
  rig.media.fault = 'busy'
  rig.peer.invite()
  const { id } = await rig.callIn('ringing')
  const [microphone] = await safe(client.answer({ callId: id }))
  if (!isDefinedError(microphone) || microphone.code !== 'MICROPHONE') expect.unreachable('another refusal')
  else expect(microphone.data).toEqual({ why: 'busy' })
  const [early] = await safe(client.hold({ callId: id }))
  if (!isDefinedError(early) || early.code !== 'NOT_NOW') expect.unreachable('another refusal')
  else expect(early.data).toEqual({ state: 'ringing' })
  close()
})

test('a console that reloads finds the call as it was', async () => {
  await using rig = await PhoneAtPeer.ready()
  const server = new ConsoleServer(rig.phone, () => {}, silentSound(rig))
  openConsole(server)
  rig.peer.invite()
  await rig.callIn('ringing')
  const { client, close } = openConsole(server)
  const snapshots = await client.watch()
  expect((await snapshots.next()).value).toMatchObject({ calls: [{ state: 'ringing' }] })
  await snapshots.return?.()
  close()
})

test('saved settings are read again when the console says so, and with a reconnect', async () => {
  await using rig = await PhoneAtPeer.ready()
  let read = 0
  const { client, close } = openConsole(new ConsoleServer(rig.phone, () => void read++, silentSound(rig)))
  await client.reloadSettings()
  await client.reconnect()
  expect(read).toBe(2)
  close()
})
