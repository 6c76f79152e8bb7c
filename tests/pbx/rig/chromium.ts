import { type Browser, chromium } from 'playwright-core'
import { withoutFeatures } from '#tests/support/chromium-features.ts'

/** What a browser needs to speak on loopback without a microphone, a person or a display. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Without it the browser offers no 127.0.0.1 candidate at all.
  '--allow-loopback-in-peer-connection',
  // Asterisk cannot resolve the .local names that hide addresses.
  withoutFeatures('WebRtcHideLocalIpsWithMdns'),
  '--disable-gpu',
  '--disable-dev-shm-usage',
]

/** The browser that vitest's configuration found (PULT_CHROMIUM); empty when there is none. */
export function chromiumPath(): string {
  return process.env.PULT_CHROMIUM ?? ''
}

/** Launches Chromium for calls; `trustedSpki` lets it accept one self-signed certificate and no other. */
export function launchChromium({
  extraFlags = [],
  trustedSpki,
}: {
  extraFlags?: readonly string[]
  trustedSpki?: string
} = {}): Promise<Browser> {
  const trust = trustedSpki ? [`--ignore-certificate-errors-spki-list=${trustedSpki}`] : []
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [...chromiumFlags, ...trust, ...extraFlags],
  })
}
