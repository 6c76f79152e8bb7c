import { z } from 'zod'

/**
 * A microphone or an output as the browser names it. Ids change (another USB socket, cleared data, another address of the
 * page), labels rarely do: both are kept.
 */
export const audioDevice = z.object({ id: z.string().max(256), label: z.string().max(256) })
export type AudioDevice = z.infer<typeof audioDevice>

/** What a device is for. Ring and speaker are chosen apart: the headset lies on the desk while it rings. */
export const soundRoles = ['microphone', 'speaker', 'ring'] as const
export const soundRole = z.enum(soundRoles)
export type SoundRole = z.infer<typeof soundRole>

/** The device that carries a role now. `id` null: whatever the system takes; `label` is its name as far as it is known. */
export const deviceInUse = z.object({ id: z.string().max(256).nullable(), label: z.string().max(256) })
export type DeviceInUse = z.infer<typeof deviceInUse>
