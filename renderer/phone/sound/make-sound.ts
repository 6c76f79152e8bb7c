import type { LastSelfTest } from '#domain/sound/self-test.ts'
import { Headsets } from '../headset/headsets.ts'
import { webHid } from '../headset/web-hid.ts'
import type { BrowserMedia } from '../media/browser-media.ts'
import type { SipPhone } from '../sip-phone.ts'
import { SelfTestRun } from './self-test-run.ts'
import { Sound } from './sound.ts'

type Needs = {
  phone: SipPhone
  media: BrowserMedia
  echoCode: () => string | null
  keep: (result: LastSelfTest) => void
  now: () => number
  after: (ms: number, then: () => void) => () => void
}

/** Sound of the phone page as the browser gives it: devices, headset and self-test. */
export function makeSound({ phone, media, ...rest }: Needs): Sound {
  const headsets = new Headsets(webHid(navigator), phone)
  const selfTest = new SelfTestRun({
    ...rest,
    listen: (hear, signal) => media.listen(hear, signal),
    playTone: () => media.testTone('speaker'),
    line: () => phone.snapshot.line,
    calls: () => phone.snapshot.calls,
    onPhone: (listener) => phone.onChange(listener),
    call: (number) => phone.call(number),
    hangUp: (id) => void phone.hangUp(id),
    echoDelay: async (id, signal) => (await phone.voice(id)?.echoDelay(signal)) ?? null,
  })
  return new Sound({
    devices: media.devices,
    selfTest,
    headsets,
    listen: (hear, signal) => media.listen(hear, signal),
    checkMicrophone: () => media.checkMicrophone(),
    testTone: (on) => media.testTone(on),
  })
}
