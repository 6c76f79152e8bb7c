/**
 * What a test's browser does without. Chromium takes the last `--disable-features` alone, so this one names what
 * playwright's names too, as far as a page could tell or the network would be asked.
 */
const withoutAtAll = [
  // Two pages of its own for the address line that no test has: a second of the processor at each start.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/** The switch for a browser that tests start; `more` is what this one does without besides. */
export const withoutFeatures = (...more: readonly string[]): string =>
  `--disable-features=${[...withoutAtAll, ...more].join()}`
