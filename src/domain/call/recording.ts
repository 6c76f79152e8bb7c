import { z } from 'zod'

/** Whether the PBX records a call; `unknown`: it never said. */
export const recording = z.enum(['unknown', 'off', 'on', 'paused'])
export type Recording = z.infer<typeof recording>

/** What the customer said to being recorded; `implied`: the notice was played and they stayed. */
export const recordingConsent = z.enum(['none', 'implied', 'asked', 'refused'])
export type RecordingConsent = z.infer<typeof recordingConsent>

/** X-Recording of our dialplan: `on`, `off` or `paused`; anything else says nothing. */
export function readRecording(header: string | undefined): Recording {
  const said = header?.trim().toLowerCase()
  return said === 'on' || said === 'off' || said === 'paused' ? said : 'unknown'
}
