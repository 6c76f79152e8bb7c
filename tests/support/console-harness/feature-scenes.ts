import type { FakeBridge } from '#tests/renderer/console/fake-bridge.ts'
import { activeCall, cardOf, popOf } from '#tests/renderer/console/fake-company.ts'

const codes = {
  park: '700',
  parkSlots: ['701', '702'],
  pickup: '**{ext}',
  groupPickup: '*8',
  conference: '65{ext}',
  recordPause: '*81',
  recordResume: '*82',
}
const member = (id: string, name: string, state: 'in' | 'joining' | 'failed') => ({
  callId: id as never,
  peer: { number: '+74955556677', name, source: 'from' as const, hidden: false },
  state,
  failure: state === 'failed' ? ('busy' as const) : null,
})

/** Calls with what the PBX does for them by its codes. */
export const featureScenes = {
  /** A recorded call and one on hold: keys, merge, park, consent. */
  callTools: {
    prepare: (fake: FakeBridge) => {
      const at = fake.now()
      fake.settings = { ...fake.settings, pbxFeatures: { ...fake.settings.pbxFeatures, ...codes } }
      const held = activeCall('call-2', at - 40_000, { holdLocal: 'on' })
      fake.phone.change((now) => ({
        ...now,
        calls: [activeCall('call-1', at - 192_000, { recording: 'on' }), held],
      }))
      fake.pops.set(popOf('call-1', { kind: 'known', card: cardOf(at), others: [] }, at))
    },
  },
  conference: {
    prepare: (fake: FakeBridge) => {
      const at = fake.now()
      fake.settings = { ...fake.settings, pbxFeatures: { ...fake.settings.pbxFeatures, ...codes } }
      fake.phone.change((now) => ({
        ...now,
        calls: [activeCall('room', at - 60_000, { recording: 'paused' })],
        conference: {
          at: 'pbx',
          roomCallId: 'room' as never,
          state: 'open',
          failure: null,
          members: [
            member('a', 'Иван Петров', 'in'),
            member('b', 'Елена Белова', 'joining'),
            member('c', 'Касса № 3', 'failed'),
          ],
        },
        parked: [
          {
            callId: 'p' as never,
            peer: { number: '+79161234567', name: 'ООО «Вектор»', source: 'from', hidden: false },
            at: at - 30_000,
            slot: '701',
          },
        ],
      }))
    },
  },
  lost: {
    prepare: (fake: FakeBridge) => {
      const at = fake.now()
      const offered = activeCall('call-1', at - 192_000)
      const refused = activeCall('call-2', at - 300_000)
      fake.phone.change((now) => ({
        ...now,
        lost: [
          { call: offered, state: 'offered', until: at + 25_000 },
          { call: refused, state: 'refused', until: at - 5_000 },
        ],
      }))
      fake.pops.set(popOf('call-1', { kind: 'known', card: cardOf(at), others: [] }, at))
    },
  },
}
