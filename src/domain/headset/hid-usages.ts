/** Usages of the HID usage tables that a headset speaks of: page in the upper 16 bits, as WebHID writes them. */
export const telephonyPage = 0x0b
const telephony = (usage: number) => telephonyPage * 0x1_0000 + usage
const led = (usage: number) => 0x08 * 0x1_0000 + usage

/** What a person does (telephony page, HUT 1.5 §14). */
export const buttonUsages = {
  hook: telephony(0x20),
  flash: telephony(0x21),
  drop: telephony(0x26),
  mute: telephony(0x2f),
} as const
export type HeadsetButton = keyof typeof buttonUsages

/** What the headset shows, or makes heard (LED page §11; a ringer of its own is on the telephony page). */
export const lampUsages = {
  mute: led(0x09),
  offHook: led(0x17),
  ring: led(0x18),
  hold: led(0x20),
  ringer: telephony(0x9e),
} as const
export type HeadsetLamp = keyof typeof lampUsages
