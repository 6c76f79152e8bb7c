import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * What is burnt into the program, one line per fuse with its reason. Strict: an Electron with a fuse nobody decided on
 * fails the build.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  /** ELECTRON_RUN_AS_NODE would make a signed program run anybody's script. */
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  /** NODE_OPTIONS can load code into us; it also disables NODE_EXTRA_CA_CERTS: an own authority comes from the OS store. */
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  /** We ship no snapshot of our own for the main process. */
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  /** Pages come from our own scheme: file:// needs no privileges. */
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  /** On, as Electron ships it: WebAssembly without it is slower, and there is no 32-bit build to please. */
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseConfig
