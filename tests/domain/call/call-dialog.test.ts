import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReplaces, replacesOf } from '#domain/call/call-dialog.ts'

test('a Replaces of ours names the dialog from their side: their tag is the to-tag', () => {
  const header = replacesOf('call@pbx', { localTag: 'ours', remoteTag: 'theirs' })
  expect(header).toBe('call@pbx;to-tag=theirs;from-tag=ours')
})

test('a Replaces of theirs is read from our side, whatever stands beside the tags', () => {
  expect(readReplaces('98732@sip.example ; from-tag=r33th4x0r;early-only ; to-tag=ff87ff')).toEqual({
    sipCallId: '98732@sip.example',
    dialog: { localTag: 'ff87ff', remoteTag: 'r33th4x0r' },
  })
})

test.each([
  '',
  'call@pbx',
  'call@pbx;to-tag=a',
  ';to-tag=a;from-tag=b',
  'call;to-tag=;from-tag=b',
  'call;to-tag=a b;from-tag=c',
])('%j is none', (header) => expect(readReplaces(header)).toBeNull())

test('what one side writes the other reads as the same dialog seen from there; nothing throws', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,40}$/)
  fc.assert(
    fc.property(token, token, token, (sipCallId, localTag, remoteTag) => {
      expect(readReplaces(replacesOf(sipCallId, { localTag, remoteTag }))).toEqual({
        sipCallId,
        dialog: { localTag: remoteTag, remoteTag: localTag },
      })
    }),
    { numRuns: 10_000 },
  )
  fc.assert(
    fc.property(fc.string(), (header) => void readReplaces(header)),
    { numRuns: 10_000 },
  )
})
