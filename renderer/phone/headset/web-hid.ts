import type { HidDevice, HidPort } from './hid-port.ts'

/** The browser's HID devices (W3C WebHID); none where the browser has no WebHID or its policy forbids it. */
export function webHid({ hid }: Partial<Pick<Navigator, 'hid'>>): HidPort {
  const known = new Map<HIDDevice, HidDevice>()
  const ours = (device: HIDDevice) => {
    const found = known.get(device) ?? deviceOf(device)
    known.set(device, found)
    return found
  }
  return {
    async devices() {
      const devices = (await hid?.getDevices().catch(() => [])) ?? []
      for (const device of known.keys()) if (!devices.includes(device)) known.delete(device)
      return devices.map(ours)
    },
    onChange(listener) {
      hid?.addEventListener('connect', listener)
      hid?.addEventListener('disconnect', listener)
    },
  }
}

function deviceOf(device: HIDDevice): HidDevice {
  return {
    name: device.productName,
    collections: device.collections,
    open: async () => {
      if (!device.opened) await device.open()
    },
    close: () => device.close(),
    send: (reportId, bytes) => device.sendReport(reportId, bytes),
    onReport(listener) {
      device.addEventListener('inputreport', ({ reportId, data }) =>
        listener(reportId, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
      )
    },
  }
}
