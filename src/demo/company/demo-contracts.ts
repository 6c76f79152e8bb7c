import type { Contract, CoverageLine } from '#domain/directory/contract.ts'
import type { Organisation } from '#domain/directory/organisation.ts'
import type { Site } from '#domain/directory/site.ts'
import type { CategoryId } from '#domain/ids.ts'
import type { Instant, IsoDate } from '#domain/instant.ts'
import { demoId } from './demo-id.ts'
import type { CustomerPlan } from './demo-organisation.ts'
import { blockSize } from './demo-size.ts'
import type { Random } from './random.ts'
import { categoryIdOf } from './reference.ts'
import { profiles, type TradeName, trades } from './trades.ts'

const dayMs = 86_400_000
const dateOf = (at: Instant): IsoDate => new Date(at).toISOString().slice(0, 10)

/** What a customer's agreement is like; set by the place in the block, so that every size has them all. */
export type ContractStory = 'active' | 'ended' | 'suspended' | 'paidOnly' | 'premium' | 'none'

export function contractStory(nth: number): ContractStory {
  const stories: Readonly<Record<number, ContractStory>> = {
    0: 'premium',
    1: 'premium',
    3: 'ended',
    5: 'suspended',
    7: 'paidOnly',
    11: 'premium',
    12: 'none',
    16: 'ended',
  }
  return stories[nth % blockSize] ?? 'active'
}

/** The contracts of one customer: at most one that holds, sometimes the one before it. */
export function demoContracts(
  random: Random,
  { now, reference }: CustomerPlan,
  nth: number,
  organisation: Organisation,
  sites: readonly Site[],
): Contract[] {
  const story = contractStory(nth)
  if (story === 'none') return []
  const begun = now - (30 + random.below(300)) * dayMs
  const ended = story === 'ended'
  const calendar = reference.calendars.find(
    ({ timeZone }, at) => at > 0 && timeZone === organisation.timeZone,
  )
  const calendarId = story === 'premium' || calendar === undefined ? null : calendar.id
  const policy =
    story === 'premium'
      ? reference.slaPolicies[0]
      : reference.slaPolicies.find((one) => one.calendarId === calendar?.id)
  const common = {
    v: 1,
    organisationId: organisation.id,
    title: 'Договор сервисного обслуживания',
    slaPolicyId: (policy ?? reference.slaPolicies[0])?.id as Contract['slaPolicyId'],
  }
  const current: Contract = {
    id: demoId('contract', nth * 2),
    ...common,
    number: `${1 + (nth % 997)}/${new Date(begun).getUTCFullYear()}-С`,
    validFrom: dateOf(ended ? begun - 365 * dayMs : begun),
    validTo: dateOf(ended ? now - (3 + random.below(60)) * dayMs : begun + 365 * dayMs),
    status: ended && random.chance(0.5) ? 'ended' : story === 'suspended' ? 'suspended' : 'active',
    lines: lines(story, [...new Set(profiles[organisation.industry].trades)], calendarId, sites),
  }
  if (ended || !random.chance(0.2)) return [current]
  const former: Contract = {
    ...current,
    id: demoId('contract', nth * 2 + 1),
    number: `${1 + (nth % 997)}/${new Date(begun).getUTCFullYear() - 1}-С`,
    validFrom: dateOf(begun - 365 * dayMs),
    validTo: dateOf(begun - dayMs),
    status: 'ended',
  }
  return [current, former]
}

/** A trade with all that is below it. */
const categoriesOf = (trade: TradeName): CategoryId[] => [
  categoryIdOf(trade, null),
  ...trades[trade].categories.map((_, nth) => categoryIdOf(trade, nth)),
]

function lines(
  story: ContractStory,
  own: readonly TradeName[],
  calendarId: CoverageLine['calendarId'],
  sites: readonly Site[],
): CoverageLine[] {
  const line = (title: string, fields: Partial<CoverageLine>): CoverageLine => ({
    title,
    categoryIds: null,
    siteIds: null,
    equipmentKinds: null,
    verdict: 'included',
    calendarId: null,
    slaPolicyId: null,
    ...fields,
  })
  if (story === 'paidOnly') return [line('Все работы по прейскуранту', { verdict: 'paid' })]
  const [main, ...others] = own as [TradeName, ...TradeName[]]
  const excluded = exclusions[main]
  return [
    ...(excluded === undefined
      ? []
      : [
          line(`${trades[main].categories[excluded]?.name}: не входит`, {
            categoryIds: [categoryIdOf(main, excluded)],
            verdict: 'excluded',
          }),
        ]),
    line(`${trades[main].queue}: абонентское обслуживание`, {
      categoryIds: categoriesOf(main),
      calendarId,
      // Some agreements name their sites one by one, and forget the newest.
      siteIds: sites.length > 3 ? sites.slice(0, -1).map(({ id }) => id) : null,
    }),
    ...others.map((trade) =>
      line(`${trades[trade].queue}: разовые работы`, { categoryIds: categoriesOf(trade), verdict: 'paid' }),
    ),
    line(`${trades[main].queue}: вне рабочих часов`, { categoryIds: categoriesOf(main), verdict: 'paid' }),
  ]
}

/** What contracts of a trade leave out, by its place in the list. */
const exclusions: Readonly<Partial<Record<TradeName, number>>> = {
  cash: 4,
  desktop: 3,
  erp: 3,
  building: 4,
  vehicles: 3,
}
