declare global {
  interface Window {
    /** Every connection the page made, for its figures. */
    testConnections?: RTCPeerConnection[]
  }
}

/** Put into each frame before its own code: keeps connections for their figures and says aloud what the policy refused. */
export function pageHooks(): void {
  const Real = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      window.testConnections ??= []
      window.testConnections.push(this)
    }
  }
  window.addEventListener(
    'securitypolicyviolation',
    ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
      console.error(`policy refused ${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`)
    },
  )
}

export type Sound = { packetsIn: number; packetsOut: number; energyIn: number }

/** Figures of all connections of a page together. */
export async function soundNow(): Promise<Sound> {
  const sound = { packetsIn: 0, packetsOut: 0, energyIn: 0 }
  for (const connection of window.testConnections ?? []) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'inbound-rtp') {
        sound.packetsIn += report.packetsReceived ?? 0
        sound.energyIn += report.totalAudioEnergy ?? 0
      }
      if (report.type === 'outbound-rtp') sound.packetsOut += report.packetsSent ?? 0
    }
  }
  return sound
}
