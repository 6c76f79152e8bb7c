import type { FakeBridge } from '#tests/renderer/console/fake-bridge.ts'
import {
  activeCall,
  candidates,
  cardOf,
  popOf,
  ringingCall,
  romashka,
  users,
} from '#tests/renderer/console/fake-company.ts'

import { featureScenes } from './feature-scenes.ts'

export type Scene = { readonly prepare?: (fake: FakeBridge) => void }

const calls = (fake: FakeBridge, ...list: ReturnType<typeof ringingCall>[]) =>
  fake.phone.change((now) => ({
    ...now,
    calls: list,
    ringing: list.some((call) => call.state === 'ringing'),
  }))

/** A call whose caller is known begins to ring. */
export function ringKnown(fake: FakeBridge, id = 'call-1'): void {
  const at = fake.now()
  fake.phone.change((now) => ({ ...now, calls: [...now.calls, ringingCall(id, at)], ringing: true }))
  fake.pops.set(popOf(id, { kind: 'known', card: cardOf(at), others: candidates.slice(1, 3) as never }, at))
}

export const scenes: { readonly [name: string]: Scene } = {
  ...featureScenes,
  idle: {},
  searchBuilding: {
    prepare: (fake) => fake.status.change((now) => ({ ...now, searchPercent: 42 })),
  },
  leaseSoon: {
    prepare: (fake) =>
      fake.status.change((now) => ({ ...now, lease: { until: fake.now() + 3 * 3_600_000, ended: false } })),
  },
  leaseEnded: {
    prepare: (fake) => {
      const since = fake.now() - 73 * 3_600_000
      fake.status.change((now) => ({
        ...now,
        desk: { state: 'away', since, fault: 'timeout', retryAt: fake.now() + 12_000 },
        lease: { until: fake.now() - 3_600_000, ended: true },
        pending: 3,
      }))
    },
  },
  ringing: { prepare: (fake) => ringKnown(fake) },
  talking: {
    prepare: (fake) => {
      const at = fake.now()
      calls(fake, activeCall('call-1', at - 192_000), ringingCall('call-2', at - 7000, '+79161234567'))
      fake.pops.set(popOf('call-1', { kind: 'known', card: cardOf(at), others: [] }, at))
      fake.phone.change((now) => ({ ...now, quiet: ['call-2' as never], autoAnswered: ['call-1' as never] }))
    },
  },
  paid: {
    prepare: (fake) => {
      const at = fake.now()
      calls(fake, activeCall('call-1', at - 20_000, { muted: true, media: 'degraded' }))
      const card = cardOf(at, {
        organisation: { ...romashka, name: 'АО «Северный ветер»', timeZone: 'Asia/Novosibirsk', note: '' },
        maybe: true,
        match: 'last7',
        verdict: {
          verdict: 'paid',
          reason: 'linePaid',
          contractId: null,
          line: 'Выезд в выходные',
          slaPolicyId: null,
        },
        authority: {
          answer: 'mayNot',
          reason: 'noAuthority',
          whoMay: [{ contactId: 'c' as never, name: 'Елена Белова', position: 'управляющая' }],
        },
        sla: null,
        openTickets: [],
        openCount: 0,
      })
      fake.pops.set(popOf('call-1', { kind: 'known', card, others: [] }, at))
    },
  },
  chooser: {
    prepare: (fake) => {
      const at = fake.now()
      calls(fake, ringingCall('call-1', at))
      fake.pops.set(
        popOf('call-1', { kind: 'several', candidates: [...candidates], total: 4, shared: true }, at),
      )
    },
  },
  unknown: {
    prepare: (fake) => {
      const at = fake.now()
      calls(fake, activeCall('call-1', at - 9000))
      fake.pops.set(popOf('call-1', { kind: 'unknown' }, at))
    },
  },
  hidden: {
    prepare: (fake) => {
      const at = fake.now()
      calls(fake, ringingCall('call-1', at, ''))
      fake.pops.set(popOf('call-1', { kind: 'hidden' }, at))
    },
  },
  offline: {
    prepare: (fake) => {
      const at = fake.now()
      fake.fillOutbox()
      fake.status.change((now) => ({
        ...now,
        asOf: at - 14 * 60_000,
        desk: { state: 'away', since: at - 14 * 60_000, fault: 'cut', retryAt: at + 25_000 },
      }))
      fake.phone.change((now) => ({
        ...now,
        line: {
          state: 'backoff',
          deafSince: at - 70_000,
          fault: 'socketLost',
          attempt: 3,
          retryAt: at + 8000,
        },
      }))
      ringKnown(fake)
    },
  },
  wrapUp: {
    prepare: (fake) => {
      const at = fake.now()
      const callId = 'call-1' as never
      fake.pops.set(popOf('call-1', { kind: 'known', card: cardOf(at), others: [] }, at))
      fake.phone.change((now) => ({
        ...now,
        own: {
          ...{ state: 'wrapUp', since: at - 7_000, callId, until: at + 900_000 },
          wanted: { is: 'away', reason: 'lunch' },
        },
      }))
      fake.own.change((now) => ({ ...now, pause: { state: 'paused', reason: 'wrapUp' } }))
    },
  },
  colleagues: {
    prepare: (fake) => {
      const at = fake.now()
      const phones = ['ringing', 'talking', 'free', 'unknown'] as const
      const remote = { number: '+74955556677', name: '' }
      const numbers = users.flatMap(({ extension }) => extension ?? []).filter((one) => one !== '101')
      fake.settings = {
        ...fake.settings,
        pbxFeatures: { ...fake.settings.pbxFeatures, pickup: '*8{ext}', voicemail: '*97' },
      }
      fake.phone.change((now) => ({
        ...now,
        voicemail: { fresh: 2, old: 1 },
        colleagues: numbers.map((extension, nth) => ({
          ...{ extension, presence: phones[nth % phones.length] ?? 'free', since: at - 42_000 * (nth + 1) },
          remote: nth % phones.length < 2 ? remote : null,
        })),
      }))
      fake.own.change((now) => ({ ...now, away: [{ extension: numbers[2] ?? '', reason: 'lunch' }] }))
    },
  },
  doNotDisturb: {
    prepare: (fake) => {
      fake.phone.change((now) => ({ ...now, doNotDisturb: true }))
      fake.own.change((now) => ({ ...now, told: false, pause: { state: 'noRight', reason: null } }))
    },
  },
  tray: { prepare: (fake) => fake.fillOutbox() },
  signIn: { prepare: (fake) => fake.status.change((now) => ({ ...now, user: null })) },
  board: { prepare: (fake) => fake.status.change((now) => ({ ...now, user: users[4]! })) },
}
