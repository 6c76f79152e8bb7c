import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDialogInfo } from '#renderer/phone/blf/read-dialog-info.ts'

const document = (dialogs: string, head = 'version="3" state="full" entity="sip:102@pbx.example"') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" ${head}>${dialogs}</dialog-info>`
const refusal = (body: string) => {
  const read = readDialogInfo(body)
  return read.ok ? null : read.refusal.code
}

describe('what a PBX says of a colleague’s phone', () => {
  test('ringing, with the one who calls', () => {
    const body = document(`
  <dialog id="102" call-id="abc" direction="recipient">
    <remote><identity display="ООО &quot;Ромашка&quot; &amp; Ко">sip:+74951112233@pbx.example</identity><target uri="sip:102@pbx.example"/></remote>
    <local><identity>sip:102@pbx.example</identity></local>
    <state>early</state>
  </dialog>`)
    expect(readDialogInfo(body)).toEqual({
      ok: true,
      value: {
        entity: 'sip:102@pbx.example',
        version: 3,
        state: 'full',
        dialogs: [
          {
            id: '102',
            state: 'early',
            direction: 'recipient',
            callId: 'abc',
            remote: { uri: 'sip:+74951112233@pbx.example', name: 'ООО "Ромашка" & Ко' },
          },
        ],
      },
    })
  })

  test('free: no dialog, or one that ended', () => {
    expect(readDialogInfo(document(''))).toMatchObject({ ok: true, value: { dialogs: [] } })
    expect(readDialogInfo(document('<dialog id="1"><state>terminated</state></dialog>'))).toMatchObject({
      ok: true,
      value: { dialogs: [{ id: '1', state: 'terminated', direction: null, callId: null, remote: null }] },
    })
  })

  test('a prefix instead of a default namespace, a target without an identity, unknown elements', () => {
    const body = `<d:dialog-info xmlns:d="urn:ietf:params:xml:ns:dialog-info" xmlns:x="urn:x" version="0" state="partial" entity="e">
      <x:dialog id="no"/><d:dialog id="1"><x:state>confirmed</x:state><d:state>trying</d:state><d:remote><d:target uri="sip:1@h"><d:param pname="a" pval="b"/></d:target></d:remote></d:dialog></d:dialog-info>`
    expect(readDialogInfo(body)).toMatchObject({
      ok: true,
      value: {
        state: 'partial',
        dialogs: [{ id: '1', state: 'trying', remote: { uri: 'sip:1@h', name: '' } }],
      },
    })
  })
})

describe('what is refused', () => {
  const lol = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
  test.each([
    [
      'a document type with entities that multiply',
      `${lol}${document('<dialog id="1"><state>&b;</state></dialog>').slice(39)}`,
      'documentType',
    ],
    [
      'an external entity',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${document('').slice(39)}`,
      'documentType',
    ],
    ['an entity nobody declared', document('<dialog id="1"><state>&e;</state></dialog>'), 'notWellFormed'],
    ['a tag left open', document('<dialog id="1">'), 'notWellFormed'],
    ['two roots', `${document('')}<more/>`, 'notWellFormed'],
    ['an attribute twice', document('', 'version="1" version="2" state="full" entity="e"'), 'notWellFormed'],
    ['nothing', '', 'notWellFormed'],
    ['text', 'Messages-Waiting: yes', 'notWellFormed'],
    ['another root', '<presence xmlns="urn:ietf:params:xml:ns:pidf"/>', 'notDialogInfo'],
    ['the right name in no namespace', '<dialog-info version="1" state="full" entity="e"/>', 'notDialogInfo'],
    ['a nest without end', document('<a>'.repeat(5000)), 'tooDeep'],
    ['more than a phone ever says', document(`<!--${'x'.repeat(70_000)}-->`), 'tooLong'],
    ['a version that is none', document('', 'version="-1" state="full" entity="e"'), 'unexpected'],
    ['a version beyond 32 bits', document('', 'version="9999999999" state="full" entity="e"'), 'unexpected'],
    ['a state nobody knows', document('<dialog id="1"><state>dancing</state></dialog>'), 'unexpected'],
    ['a dialog without an id', document('<dialog><state>early</state></dialog>'), 'unexpected'],
    [
      'a thousand dialogs',
      document('<dialog id="1"><state>early</state></dialog>'.repeat(1000)),
      'unexpected',
    ],
    ['a NUL', document('<dialog id="\u0000"><state>early</state></dialog>'), 'notWellFormed'],
  ])('%s', (_what, body, code) => {
    expect(refusal(body)).toBe(code)
  })

  test('whatever is cut out of or put into a good document, nothing is thrown', () => {
    const good = document(
      '<dialog id="1"><state>early</state><remote><identity>sip:1@h</identity></remote></dialog>',
    )
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('<', '>', '&', ']]>', '<![CDATA[', '<?', '<!--', '&#x0;', '&#1114112;'),
    )
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(30), piece, (at, cut, put) => {
        const read = readDialogInfo(good.slice(0, at) + put + good.slice(at + cut))
        expect(typeof read.ok).toBe('boolean')
      }),
      { numRuns: 10_000 },
    )
  })
})
