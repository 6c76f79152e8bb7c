import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callId, draftId } from '#domain/ids.ts'
import { deskForEach, signIn } from '#tests/core/support/live-desk.ts'
import { cutOff, emptyDraft, ringing, type Workplace } from '#tests/core/support/workplace.ts'

const at = deskForEach()
let made = 0

/** A dispatcher at a workstation of their own, with an extension nobody else has. */
async function signedIn(): Promise<Workplace & { extension: string; name: string }> {
  const extension = String(100 + ++made)
  const place = await signIn(at.desk, { extension })
  return { ...place, extension, name: place.user.name }
}

const id = (name: string) => callId.parse(name)
const answered = (call: string): CallEvent => ({ type: 'answered', callId: id(call), at: Date.now() })

/** Anna talks to a customer and writes while she does. */
async function writing(anna: Workplace, call: string, number: string, pbxCallId: string): Promise<void> {
  await anna.window.calls.report({ events: [ringing(call, number, { pbxCallId }), answered(call)] })
  await anna.window.drafts.put({
    id: draftId.parse(`draft-${call}`),
    callId: id(call),
    fields: { ...emptyDraft, subject: 'Не печатает чек' },
  })
}

describe('a draft that travels with a call', () => {
  test('given away unasked: the colleague has it as soon as the same call of the PBX rings there', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    await writing(anna, 'a1', '+79161110001', 'pbx-1')
    expect(await anna.window.handover.give({ callId: id('a1'), to: boris.extension })).toEqual({
      outcome: 'given',
    })
    const came = await boris.window.handover.watch()
    // The number came in another form; the PBX's own id says that it is the same call.
    await boris.window.calls.report({ events: [ringing('b1', '89161110001', { pbxCallId: 'pbx-1' })] })
    const { value, done } = await came.next()
    if (done) throw new Error('no draft came')
    expect(value).toMatchObject({ callId: 'b1', fromName: anna.name })
    const { drafts } = await boris.window.drafts.list()
    expect(drafts).toMatchObject([
      { id: value.draftId, callId: 'b1', fields: { subject: 'Не печатает чек' } },
    ])
    await came.return?.(undefined)
    // Anna's own copy stays until she throws it away.
    expect((await anna.window.drafts.list()).drafts).toHaveLength(1)
  })

  test('after the colleague was asked: it comes when the PBX names the customer', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    await writing(anna, 'a2', '+79161110002', 'pbx-2')
    const came = await boris.window.handover.watch()
    // Anna asks Boris: a call of its own, from her extension.
    await boris.window.calls.report({
      events: [ringing('b2', anna.extension, { pbxCallId: 'pbx-other' }), answered('b2')],
    })
    await anna.window.handover.give({ callId: id('a2'), to: boris.extension })
    const caller = { number: '+79161110002', name: '', source: 'assertedIdentity', hidden: false } as const
    await boris.window.calls.report({
      events: [{ type: 'numbered', callId: id('b2'), at: Date.now(), caller }],
    })
    expect((await came.next()).value).toMatchObject({ callId: 'b2', fromName: anna.name })
    await came.return?.(undefined)
  })

  test('goes to that colleague alone, and once', async () => {
    const [anna, boris, vera] = [await signedIn(), await signedIn(), await signedIn()]
    await writing(anna, 'a3', '+79161110003', 'pbx-3')
    await anna.window.handover.give({ callId: id('a3'), to: boris.extension })
    await vera.window.calls.report({ events: [ringing('v3', '+79161110003', { pbxCallId: 'pbx-3' })] })
    const came = await boris.window.handover.watch()
    await boris.window.calls.report({ events: [ringing('b3', '+79161110003', { pbxCallId: 'pbx-3' })] })
    await came.next()
    await boris.window.calls.report({ events: [answered('b3')] })
    expect((await boris.window.drafts.list()).drafts).toHaveLength(1)
    expect((await vera.window.drafts.list()).drafts).toEqual([])
    await came.return?.(undefined)
  })

  test('says so when nothing was written, nobody has that extension, or the desk is away', async () => {
    const anna = await signedIn()
    const give = (call: string, to: string) => anna.window.handover.give({ callId: id(call), to })
    expect(await give('nothing', '102')).toEqual({ outcome: 'noDraft' })
    await writing(anna, 'a4', '+79161110004', 'pbx-4')
    expect(await give('a4', '99999')).toEqual({ outcome: 'nobody' })
    const away = await cutOff(anna)
    await writing(away, 'a5', '+79161110005', 'pbx-5')
    expect(await away.window.handover.give({ callId: id('a5'), to: '102' })).toEqual({ outcome: 'deskAway' })
    expect((await away.window.drafts.list()).drafts.map(({ callId }) => callId)).toContain('a5')
  })
})
