import type { AudioDevice, DeviceInUse } from './audio-device.ts'

/**
 * What is plugged in for one direction. `any`: there is one at all; without a permission the browser tells no more.
 * `defaultLabel`: what the system would take, '' when it does not tell.
 */
export type PresentDevices = { any: boolean; devices: readonly AudioDevice[]; defaultLabel: string }

/**
 * The devices to try for a role, best first: the remembered ones that are there, in the order of preference, then the
 * system's. A device is known by its id, or by its label when the browser gave it a new id.
 */
export function candidates(wanted: readonly AudioDevice[], present: PresentDevices): DeviceInUse[] {
  const found = wanted.flatMap(({ id, label }) => {
    const device =
      present.devices.find((one) => one.id === id) ??
      present.devices.find((one) => label !== '' && one.label === label)
    return device ? [{ id: device.id, label: device.label || label }] : []
  })
  return [...found, { id: null, label: present.defaultLabel }]
}

/** Is this device plugged in, whichever id it has now? */
export function isPresent({ id, label }: DeviceInUse, present: PresentDevices): boolean {
  return present.devices.some((one) => one.id === id || (label !== '' && one.label === label))
}
