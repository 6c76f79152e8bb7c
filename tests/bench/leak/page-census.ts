import type { CDPSession, Page } from 'playwright-core'

/** What a page holds once its garbage is gone. */
export interface Census {
  heapMB: number
  peerConnections: number
  mediaTracks: number
  timers: number
  listeners: number
  nodes: number
}

export class PageCensus {
  readonly #page: Page
  readonly #cdp: CDPSession

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page
    this.#cdp = cdp
  }

  static async of(page: Page): Promise<PageCensus> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable')
    await cdp.send('HeapProfiler.enable')
    const census = new PageCensus(page, cdp)
    await census.#proveThatItSees()
    return census
  }

  /** A census that counts nothing would be content with everything. */
  async #proveThatItSees(): Promise<void> {
    await this.#page.evaluate(() =>
      Object.assign(window, { kept: [new RTCPeerConnection(), setTimeout(() => {}, 60_000)] }),
    )
    const seen = await this.take()
    await this.#page.evaluate(() => {
      const holder = window as unknown as { kept?: [RTCPeerConnection, number] }
      const [connection, timer] = holder.kept ?? []
      connection?.close()
      clearTimeout(timer)
      delete holder.kept
    })
    if (seen.peerConnections < 1 || seen.timers < 1)
      throw new Error(`the census is blind: ${JSON.stringify(seen)}`)
  }

  async take(): Promise<Census> {
    // What a finaliser lets go of is collected by the round after.
    for (let round = 0; round < 3; round++) await this.#cdp.send('HeapProfiler.collectGarbage')
    const { metrics } = await this.#cdp.send('Performance.getMetrics')
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN
    const timers = await this.#page.evaluate(() =>
      (window as unknown as { __liveTimers: () => number }).__liveTimers(),
    )
    return {
      heapMB: metric('JSHeapUsedSize') / 1e6,
      peerConnections: await this.#count('RTCPeerConnection'),
      mediaTracks: await this.#count('MediaStreamTrack'),
      timers,
      listeners: metric('JSEventListeners'),
      nodes: metric('Nodes'),
    }
  }

  /** Objects of that class that the heap still holds. */
  async #count(name: string): Promise<number> {
    const { result } = await this.#cdp.send('Runtime.evaluate', {
      expression: `${name}.prototype`,
      objectGroup: 'census',
    })
    const { objects } = await this.#cdp.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      objectGroup: 'census',
    })
    const { result: length } = await this.#cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length }',
      returnByValue: true,
    })
    await this.#cdp.send('Runtime.releaseObjectGroup', { objectGroup: 'census' })
    return Number(length.value)
  }
}
