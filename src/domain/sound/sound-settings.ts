import { z } from 'zod'
import { type AudioDevice, audioDevice } from './audio-device.ts'

/** What the browser does to the voice before it is sent. */
export const voiceProcessing = z.object({
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGainControl: z.boolean(),
})
export type VoiceProcessing = z.infer<typeof voiceProcessing>

/** What fits most people: a headset with a processor of its own may want it off. */
export const allProcessing: VoiceProcessing = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
}

/** Devices remembered for one role: a headset, a second one, the loudspeakers of the desk, and two of another place. */
const rememberedMax = 5
const processedMax = 16

/** In order of preference, the one chosen last first; none: as the system. */
const choices = z.array(audioDevice).max(rememberedMax)

export const soundSettings = z.object({
  /** 0…1 */
  ringVolume: z.number().min(0).max(1),
  /** 0…1, of the voice in the headset. */
  speakerVolume: z.number().min(0).max(1),
  microphone: choices,
  speaker: choices,
  ring: choices,
  /** By the label of the microphone, '' is the system's own; one that is not here has all of it. */
  processing: z.array(z.object({ label: z.string().max(256), ...voiceProcessing.shape })).max(processedMax),
})
export type SoundSettings = z.infer<typeof soundSettings>

export const firstSound: SoundSettings = {
  ringVolume: 0.8,
  speakerVolume: 1,
  microphone: [],
  speaker: [],
  ring: [],
  processing: [],
}

/** The list after a person chose this device: it goes first, those before it stay as what is taken when it is away. */
export function choose(remembered: readonly AudioDevice[], device: AudioDevice | null): AudioDevice[] {
  if (device === null) return []
  const others = remembered.filter(({ id, label }) => id !== device.id && label !== device.label)
  return [device, ...others].slice(0, rememberedMax)
}

export function processingOf(settings: SoundSettings, label: string): VoiceProcessing {
  const { echoCancellation, noiseSuppression, autoGainControl } =
    settings.processing.find((one) => one.label === label) ?? allProcessing
  return { echoCancellation, noiseSuppression, autoGainControl }
}

/** The settings with the processing of one microphone changed. */
export function withProcessing(
  settings: SoundSettings,
  label: string,
  change: Partial<VoiceProcessing>,
): SoundSettings {
  const others = settings.processing.filter((one) => one.label !== label)
  const changed = { label, ...processingOf(settings, label), ...change }
  return { ...settings, processing: [changed, ...others].slice(0, processedMax) }
}
