import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkCertificate } from '#core/settings/check-certificate.ts'
import { putDevicesOnDesk } from '../support/phone-shell/desk-devices.ts'
import type { PhonePage } from '../support/phone-shell/phone-page.ts'
import { phonesOnAsterisk } from './rig/phone-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'

/** Chromium's own names; ids differ from run to run, so that they are found by name alone. */
const named = (label: string) => ({ id: '', label })
const headsetMic = 'Fake Audio Input 1'
const deskMic = 'Fake Audio Input 2'
const headsetEar = 'Fake Audio Output 1'
const loudspeaker = 'Fake Audio Output 2'
/** What is promised from pulling the plug to the next microphone on the line. */
const swapWithinMs = 500

await describeOnAsterisk('sound on a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  const floor = phonesOnAsterisk(prefix)
  let anna: PhonePage

  beforeAll(async () => {
    anna = await floor.phone('101', {
      prepare: putDevicesOnDesk,
      features: { echo: '600' },
      sound: {
        microphone: [named(headsetMic), named(deskMic)],
        speaker: [named(headsetEar)],
        ring: [named(loudspeaker)],
      },
    })
    await anna.line('ready')
  })

  afterEach(async () => {
    // A test that failed in a call must not take the next ones with it.
    for (const { id, state } of (await anna.snapshot())?.calls ?? [])
      if (state !== 'over') await anna.verb('hangUp', { callId: id })
    await anna.quiet()
    expect(anna.faults).toEqual([])
  })

  const deeds = () => anna.page.evaluate(() => window.deskDevices?.deeds ?? [])
  const unplug = (...labels: string[]) =>
    anna.page.evaluate((gone) => window.deskDevices?.unplug(...gone) ?? 0, labels)
  const plug = (...labels: string[]) =>
    anna.page.evaluate((back) => window.deskDevices?.plug(...back) ?? 0, labels)

  async function answered() {
    const customer = await floor.customers.customer({ number: '+74955556677', to: '7495111101' })
    const { id } = await anna.call('ringing')
    expect(await anna.verb('answer', { callId: id })).toEqual({})
    await anna.call('active')
    return { customer, id }
  }

  test('it rings on the loudspeaker and is talked in the headset', async () => {
    const customer = await floor.customers.customer({ number: '+74955556677', to: '7495111101' })
    const { id } = await anna.call('ringing')
    await expect
      .poll(deeds)
      .toContainEqual(expect.objectContaining({ did: 'sink', what: 'ring', device: loudspeaker }))
    await anna.verb('answer', { callId: id })
    await anna.call('active')
    await anna.packets(id, { in: 25, out: 25 })
    const found = await deeds()
    const voices = found.filter(({ did, what }) => did === 'sink' && what === 'voice')
    expect(voices.map(({ device }) => device)).toEqual([headsetEar])
    expect(found.filter(({ did }) => did === 'open').map(({ device }) => device)).toEqual([headsetMic])
    await anna.verb('hangUp', { callId: id })
    await customer.done
  })

  test('a headset that is pulled out in a call leaves the next microphone talking, is told, and comes back', async () => {
    const { customer, id } = await answered()
    await anna.packets(id, { in: 25, out: 25 })
    const pulled = await unplug(headsetMic, headsetEar)
    const away = await anna.soundIs('told', ({ notices }) => notices.length === 2)
    expect(away.notices.find(({ role }) => role === 'microphone')).toMatchObject({
      ...{ kind: 'gone', before: headsetMic, now: deskMic },
    })
    expect(away.notices.find(({ role }) => role === 'speaker')).toMatchObject({
      ...{ kind: 'gone', before: headsetEar },
    })
    const swapped = (await deeds()).find(
      ({ at, did, device }) => at > pulled && did === 'replaceTrack' && device === deskMic,
    )
    expect((swapped?.at ?? Number.POSITIVE_INFINITY) - pulled).toBeLessThan(swapWithinMs)
    console.log(`microphone replaced ${Math.round((swapped?.at ?? 0) - pulled)} ms after the plug was pulled`)
    await anna.packets(id, { in: 25, out: 25 })
    // Sound of the new microphone goes out, not silence.
    await expect.poll(() => anna.page.evaluate(() => window.deskDevices?.energy())).toBeGreaterThan(0)

    const returned = await plug(headsetMic, headsetEar)
    const back = await anna.soundIs('back', ({ notices }) => notices.every(({ kind }) => kind === 'back'))
    expect(back.inUse).toMatchObject({ microphone: { label: headsetMic }, speaker: { label: headsetEar } })
    await expect
      .poll(deeds)
      .toContainEqual(expect.objectContaining({ did: 'replaceTrack', device: headsetMic, what: 'live' }))
    expect((await deeds()).some(({ at, device }) => at > returned && device === headsetEar)).toBe(true)
    await anna.packets(id, { in: 25, out: 25 })
    // Nothing was negotiated anew for it.
    const events = (await anna.events()).filter((event) => event.callId === id).map(({ type }) => type)
    expect(events.filter((type) => type === 'held' || type === 'signalling')).toEqual([])
    await anna.verb('hangUp', { callId: id })
    await customer.done
  })

  test('the voice’s processing is switched in a running call', async () => {
    const { customer, id } = await answered()
    await anna.page.evaluate((label) => {
      if (!window.testShell) return
      const off = { label, echoCancellation: false, noiseSuppression: false, autoGainControl: true }
      window.testShell.sound = { ...window.testShell.sound, processing: [off] }
    }, headsetMic)
    await anna.verb('reloadSettings')
    await expect
      .poll(async () => (await deeds()).filter(({ did }) => did === 'open').at(-1)?.what)
      .toContain('"echoCancellation":false,"noiseSuppression":false,"autoGainControl":true')
    await anna.packets(id, { in: 25, out: 25 })
    expect((await anna.sound())?.notices).toEqual([])
    await anna.verb('hangUp', { callId: id })
    await customer.done
  })

  test('the self-test calls the echo and measures the way of the voice', async () => {
    await anna.verb('startSelfTest')
    await anna.soundIs('asked', ({ selfTest }) => selfTest.steps[1]?.state === 'asks')
    await anna.verb('answerSelfTest', { heard: true })
    const { selfTest } = await anna.soundIs('done', (view) => view.selfTest.state === 'done')
    expect(selfTest.steps.map(({ state, why }) => why ?? state)).toEqual(['ok', 'ok', 'ok', 'ok'])
    const roundTripMs = selfTest.steps.at(-1)?.roundTripMs ?? 0
    console.log(`the tone came back after ${Math.round(roundTripMs)} ms`)
    expect(roundTripMs).toBeGreaterThan(10)
    expect(roundTripMs).toBeLessThan(1_000)
    const saved = await anna.page.evaluate(() => window.testShell?.saved)
    expect(saved).toMatchObject([{ selfTest: { passed: true, roundTripMs } }])
    await anna.call('over', { end: 'endedByUs' })
  })

  test('at its end a call says how it sounded', async () => {
    const { customer, id } = await answered()
    // Five seconds of readings, one a second.
    await anna.packets(id, { in: 200, out: 200 })
    await anna.verb('hangUp', { callId: id })
    await customer.done
    await anna.call('over', { id })
    const ended = (await anna.events()).find((event) => event.callId === id && event.type === 'ended')
    expect(ended).toMatchObject({ quality: { codec: 'PCMA', lossPercent: 0 } })
    const quality = ended?.type === 'ended' ? ended.quality : null
    // How good it is follows from how busy this machine is; that it is told, and makes sense, does not.
    expect(quality?.mosAvg).toBeGreaterThan(2)
    expect(quality?.mosMin).toBeLessThanOrEqual(quality?.mosAvg ?? 0)
  })

  describe('what keeps the line down is told from a PBX that is away', () => {
    test('a certificate nobody here trusts', async () => {
      const asked: string[] = []
      const boris = await floor.phone('102', {
        server: floor.asterisk.wssUrl,
        prepare: async (page) => {
          await page.exposeFunction('testCertificate', async (server: string) => {
            asked.push(server)
            return await checkCertificate(server)
          })
        },
      })
      await boris.page.waitForFunction(() => {
        const line = window.testShell?.snapshot?.line
        return line && 'fault' in line && line.fault === 'untrustedCertificate'
      })
      expect(asked[0]).toBe(floor.asterisk.wssUrl)
      await boris.close()
    })

    test('a port where nobody listens is no certificate', async () => {
      expect(await checkCertificate('wss://127.0.0.1:9/ws')).toBe('unknown')
      expect(await checkCertificate(floor.asterisk.wsUrl)).toBe('unknown')
      expect(await checkCertificate(floor.asterisk.wssUrl)).toBe('untrusted')
    })
  })

  test('a password changed in mid-shift is said, and the new one registers', async () => {
    const { secret } = floor.asterisk.agent('101')
    const file = join(floor.asterisk.plan.folder, 'etc/pjsip.conf')
    const before = await readFile(file, 'utf8')
    expect(before).toContain(secret)
    await writeFile(file, before.replaceAll(secret, `${secret}-new`))
    await floor.asterisk.restart('SIGKILL')
    await anna.page.waitForFunction(() => {
      const line = window.testShell?.snapshot?.line
      return line && 'fault' in line && line.fault === 'wrongPassword'
    })
    await anna.page.evaluate(
      ([account, password]) => window.testShell?.startCore({ account, password }, { echo: '600' }),
      [floor.account('101'), `${secret}-new`] as const,
    )
    await anna.line('ready')
    anna.faults.length = 0
  })
})
