/** What the test phone's page tells Node, and what Node may ask of it. Calls are numbered from 0. */
export type PhoneEvent =
  | { type: 'invite'; call: number; from: string; name: string; headers: Record<string, string> }
  | { type: 'state'; call: number; state: string }
  | { type: 'cancelled'; call: number; reasons: string[] }
  | { type: 'bye'; call: number; reason: string }
  | { type: 'reinvited'; call: number; asserted: string }
  | { type: 'progress'; call: number; status: number }
  | { type: 'rejected'; call: number; status: number; reason: string }
  | { type: 'transfer'; call: number; said: string }
  | { type: 'watched'; extension: string; body: string }
  | { type: 'disconnected' }

/** Packets and sound of a call since it began. */
export type PhoneStats = { received: number; sent: number; energy: number; codec: string }

export type PhoneAccount = { extension: string; password: string; server: string; domain: string }

export type PhonePage = {
  /** Connects and registers; answers the status of the REGISTER. */
  start(account: PhoneAccount): Promise<number>
  register(): Promise<number>
  reconnect(): Promise<number>
  call(number: string): Promise<number>
  answer(call: number): Promise<void>
  reject(call: number, status: number): Promise<void>
  hangUp(call: number): Promise<void>
  /** Answers the direction that the browser holds for agreed. */
  hold(call: number): Promise<string>
  resume(call: number): Promise<string>
  press(call: number, key: string): Promise<boolean>
  transferTo(call: number, number: string): Promise<number>
  transferToCall(call: number, other: number): Promise<number>
  restartIce(call: number): Promise<string>
  watch(extension: string): Promise<void>
  stats(call: number): Promise<PhoneStats>
  /** Resolves with the difference when this many packets more came in and went out. */
  flow(call: number, packets: number, withinMs: number): Promise<PhoneStats>
}
