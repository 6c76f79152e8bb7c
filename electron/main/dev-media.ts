import type { CommandLine } from 'electron'

declare const __DEV_MEDIA__: boolean

/**
 * Chromium's fake microphone and media over 127.0.0.1, for trying the desktop shell on a machine without a headset.
 * `__DEV_MEDIA__` is replaced when the bundle is made; where it is false the switches are not even in the file.
 */
export function switchDevMediaOn(commandLine: CommandLine): void {
  if (!__DEV_MEDIA__) return
  commandLine.appendSwitch('use-fake-device-for-media-stream')
  commandLine.appendSwitch('use-fake-ui-for-media-stream')
  commandLine.appendSwitch('allow-loopback-in-peer-connection')
}
