import type { CallEvent } from '#domain/call/call-event.ts'

/** An event without the parts that are the same for all of one call. */
export type CallNews = CallEvent extends infer Event
  ? Event extends CallEvent
    ? Omit<Event, 'callId' | 'at'>
    : never
  : never
