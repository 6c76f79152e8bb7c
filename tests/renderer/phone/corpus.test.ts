// @vitest-environment node
import { expect, test } from 'vitest'
import { readRawMessage, valuesOf } from '#renderer/phone/sip-guards/raw-message.ts'
import { mangledInvites } from '../../support/sip-corpus/mangled-invites.ts'
import { mutations } from '../../support/sip-corpus/mutations.ts'
import { tortureMessages } from '../../support/sip-corpus/torture-messages.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'

/** Puts one message to the phone and says what became of it. */
async function fateOf(
  rig: PhoneAtPeer,
  text: string,
): Promise<{ told: string[]; answers: number[]; cpuMs: number }> {
  const events = rig.events.length
  const received = rig.peer.received.length
  const began = process.cpuUsage()
  rig.peer.send(text)
  await rig.peer.roundTrip()
  const used = process.cpuUsage(began)
  const told = rig.events.slice(events).map((event) => (event.type === 'ended' ? event.end : event.type))
  // The last is the answer to the round trip's own question.
  const answers = rig.peer.received.slice(received, -1).flatMap(({ code }) => code ?? [])
  for (const { state, id } of rig.phone.snapshot.calls) if (state === 'ringing') await rig.phone.reject(id)
  // The processor's time, not the clock's: a busy machine is nobody's fault.
  return { told, answers, cpuMs: (used.user + used.system) / 1_000 }
}

const isInvite = (text: string) => /^[\ufeff\s]*INVITE\s/.test(text)
/** A tag in To makes it part of a call that is known: without a Call-ID nobody could even answer it. */
const beginsCall = (text: string) =>
  isInvite(text) && !/;\s*tag\s*=/i.test(valuesOf(readRawMessage(text), 'to')[0] ?? '')

test('of all INVITEs a PBX can mangle, none is lost: it rings, or it is answered and told', async () => {
  await using rig = await PhoneAtPeer.ready()
  const lost: string[] = []
  let rings = 0
  const all = mangledInvites()
  for (const { name, text } of all) {
    const { told, answers } = await fateOf(rig, text)
    if (told.includes('offered') && !told.includes('unreadable')) rings++
    else if (!told.includes('unreadable') && !answers.some((code) => code >= 400)) lost.push(name)
    expect(rig.phone.snapshot.line.state, name).toBe('ready')
  }
  expect(lost).toEqual([])
  // Most of them are calls of people who can be talked to.
  expect(rings / all.length).toBeGreaterThan(0.7)
})

test('the torture messages of RFC 4475 throw nowhere, and the line stays ready', async () => {
  await using rig = await PhoneAtPeer.ready()
  for (const { section, text } of tortureMessages()) {
    const { told, answers } = await fateOf(rig, text)
    if (isInvite(text)) expect(told.length + answers.length, section).toBeGreaterThan(0)
    expect(rig.phone.snapshot.line.state, section).toBe('ready')
  }
})

test('1,000 seeded mutations throw nowhere, lose no INVITE and stop the page for no longer than a blink', async () => {
  await using rig = await PhoneAtPeer.ready()
  const lost: string[] = []
  const seen = new Set<string>()
  const spent: number[] = []
  for (const text of mutations(20_261_122, 1_000)) {
    const { told, answers, cpuMs } = await fateOf(rig, text)
    spent.push(cpuMs)
    // The same transaction again is a retransmission, which SIP does not answer anew; an ACK of it neither.
    const key = /^(?:call-id|i)\s*:\s*(\S+)/im.exec(text)?.[1] ?? text
    const isNew = !seen.has(key)
    seen.add(key)
    if (beginsCall(text) && isNew && told.length + answers.length === 0) lost.push(text)
  }
  expect(lost).toEqual([])
  expect(rig.phone.snapshot.line.state).toBe('ready')
  spent.sort((a, b) => a - b)
  expect(spent[Math.floor(spent.length * 0.99)]).toBeLessThan(50)
})
