/** The node that holds the PBX link writes at least every 5 s; older rows are shown as old. */
export const pbxSilentMs = 15_000
