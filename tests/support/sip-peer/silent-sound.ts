import { Headsets } from '#renderer/phone/headset/headsets.ts'
import type { HidDevice } from '#renderer/phone/headset/hid-port.ts'
import type { Plugged } from '#renderer/phone/media/audio-devices.ts'
import { SoundDevices } from '#renderer/phone/media/sound-devices.ts'
import { type SelfTestPorts, SelfTestRun } from '#renderer/phone/sound/self-test-run.ts'
import { Sound } from '#renderer/phone/sound/sound.ts'
import { ok } from '#shared/result.ts'
import type { PhoneAtPeer } from './phone-at-peer.ts'

const after = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** Where a self-test looks, with a phone at a peer: someone speaks into the microphone at once. */
export function selfTestPorts({ phone }: PhoneAtPeer, change: Partial<SelfTestPorts> = {}): SelfTestPorts {
  return {
    now: () => 1_000,
    after,
    listen: async (hear) => {
      for (let reading = 0; reading < 10; reading++) hear(-20)
      return ok(null)
    },
    playTone: async () => {},
    line: () => phone.snapshot.line,
    calls: () => phone.snapshot.calls,
    onPhone: (listener) => phone.onChange(listener),
    call: (number) => phone.call(number),
    hangUp: (id) => void phone.hangUp(id),
    echoDelay: async (id, signal) => (await phone.voice(id)?.echoDelay(signal)) ?? null,
    echoCode: () => '600',
    keep: () => {},
    ...change,
  }
}

/** Sound of a machine with one device of each kind, and no headset but those given. */
export function silentSound(rig: PhoneAtPeer, headsets: readonly HidDevice[] = []): Sound {
  const one = (label: string) => ({ any: true, devices: [{ id: label, label }], defaultLabel: label })
  const plugged: Plugged = { inputs: one('Mic'), outputs: one('Speaker') }
  const first = async ([best]: readonly { id: string | null; label: string }[]) => best ?? null
  return new Sound({
    devices: new SoundDevices({
      devices: { list: async () => plugged, onChange: () => {} },
      now: () => 1_000,
      after,
      use: { microphone: first, speaker: first, ring: first },
    }),
    selfTest: new SelfTestRun(selfTestPorts(rig)),
    headsets: new Headsets({ devices: async () => headsets, onChange: () => {} }, rig.phone),
    listen: async () => ok(null),
    checkMicrophone: async () => ok(null),
    testTone: async () => {},
  })
}
