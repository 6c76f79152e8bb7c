import type { MicLevel, SoundView } from '#bridge/phone-media.ts'
import type { SoundRole } from '#domain/sound/audio-device.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Result } from '#shared/result.ts'
import type { SoundDevices } from '../media/sound-devices.ts'
import type { MicrophoneFault } from '../phone.ts'
import type { SelfTestRun } from './self-test-run.ts'

/** What the console may ask of sound beside the calls. */
export type SoundParts = {
  devices: SoundDevices
  selfTest: SelfTestRun
  headsets: { readonly all: SoundView['headsets']; readonly changed: Emitter<void>; look(): Promise<void> }
  listen: (hear: (db: number) => void, signal: AbortSignal) => Promise<Result<null, MicrophoneFault>>
  checkMicrophone: () => Promise<Result<null, MicrophoneFault>>
  testTone: (on: Exclude<SoundRole, 'microphone'>) => Promise<void>
}

export type MicListener = (level: MicLevel) => void

/** Devices, headset and self-test put together for the console. */
export class Sound {
  readonly changed = new Emitter<void>()
  readonly parts: SoundParts

  constructor(parts: SoundParts) {
    this.parts = parts
    for (const part of [parts.devices, parts.selfTest, parts.headsets])
      part.changed.on(() => this.changed.emit())
  }

  get view(): SoundView {
    const { devices, selfTest, headsets } = this.parts
    return {
      microphones: [...devices.plugged.inputs.devices],
      outputs: [...devices.plugged.outputs.devices],
      inUse: { ...devices.inUse },
      notices: [...devices.notices],
      headsets: headsets.all,
      selfTest: selfTest.test,
    }
  }
}
