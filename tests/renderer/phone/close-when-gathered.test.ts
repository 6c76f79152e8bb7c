import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeWhenGathered } from '#renderer/phone/media/close-when-gathered.ts'

/** As much of an RTCPeerConnection as closing it needs. */
class Connection extends EventTarget {
  iceGatheringState: RTCIceGatheringState
  readonly close = vi.fn<() => void>()

  constructor(state: RTCIceGatheringState) {
    super()
    this.iceGatheringState = state
  }

  becomes(state: RTCIceGatheringState): void {
    this.iceGatheringState = state
    this.dispatchEvent(new Event('icegatheringstatechange'))
  }
}

const closing = (state: RTCIceGatheringState) => {
  const connection = new Connection(state)
  closeWhenGathered(connection as unknown as RTCPeerConnection)
  return connection
}

describe('a connection that is not needed any longer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('is closed at once when it has its addresses', () => {
    expect(closing('complete').close).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each(['new', 'gathering'] as const)('is closed by the news that they are gathered (%s)', (state) => {
    const connection = closing(state)
    if (state === 'new') connection.becomes('gathering')
    expect(connection.close).not.toHaveBeenCalled()
    connection.becomes('complete')
    expect(connection.close).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not kept by a server that never answers', () => {
    const connection = closing('gathering')
    vi.advanceTimersByTime(9_999)
    expect(connection.close).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(connection.close).toHaveBeenCalledOnce()
  })
})
