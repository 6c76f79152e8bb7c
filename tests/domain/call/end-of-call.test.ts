import { describe, expect, test } from 'vitest'
import { endOfCancel, endOfRefusal } from '#domain/call/end-of-call.ts'

describe('why the ringing stopped', () => {
  test.each([
    [[], 'abandoned'],
    [['SIP;cause=200;text="Call completed elsewhere"'], 'answeredElsewhere'],
    [['SIP ;cause=200'], 'answeredElsewhere'],
    [['sip; cause = 200'], 'answeredElsewhere'],
    [['Q.850;cause=26;text="Answered, elsewhere; by 102"'], 'answeredElsewhere'],
    [['Q.850;cause=16, SIP;cause=200'], 'answeredElsewhere'],
    [['FOO;text="Completed elsewhere"'], 'answeredElsewhere'],
    [['Q.850;cause=16;text="Normal call clearing"'], 'abandoned'],
    [['SIP;cause=487;text="ORIGINATOR_CANCEL"'], 'abandoned'],
    [['SIP;cause=600', 'SIP;cause=200'], 'answeredElsewhere'],
    [['Q.850;cause=16;text="SIP;cause=200"'], 'abandoned'],
    [['"', ';;;', 'cause=200'], 'abandoned'],
  ])('%j is %s', (headers, end) => {
    expect(endOfCancel(headers)).toBe(end)
  })
})

describe('why nobody came to the phone', () => {
  test.each([
    [486, [], 'busy'],
    [600, [], 'busy'],
    [603, [], 'rejected'],
    [404, [], 'notFound'],
    [480, [], 'unavailable'],
    [480, ['Q.850;cause=19;text="User alerting, no answer"'], 'noAnswer'],
    [503, ['Q.850;cause=17'], 'busy'],
    [408, [], 'noAnswer'],
    [403, [], 'forbidden'],
    [487, ['Q.850;cause=17'], 'endedByUs'],
    [488, [], 'failed'],
    [302, [], 'redirected'],
  ])('%i %j is %s', (status, headers, end) => {
    expect(endOfRefusal(status, headers)).toBe(end)
  })
})
