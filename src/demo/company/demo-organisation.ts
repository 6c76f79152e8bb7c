import type { Contact, ContactPhone } from '#domain/directory/contact.ts'
import type { Contract } from '#domain/directory/contract.ts'
import type { Equipment } from '#domain/directory/equipment.ts'
import { type Industry, industries, type Organisation } from '#domain/directory/organisation.ts'
import type { Site } from '#domain/directory/site.ts'
import type { Instant } from '#domain/instant.ts'
import { type City, cities, streets } from './cities.ts'
import { demoContracts } from './demo-contracts.ts'
import { demoId } from './demo-id.ts'
import { directNumber, mainNumber, mobileNumber, sharedNumber, written } from './demo-numbers.ts'
import { apportion, blockSize, numbersOf, offsets, type Sizing } from './demo-size.ts'
import { companyInn, personInn } from './inn.ts'
import { organisationName } from './organisation-names.ts'
import { person } from './people.ts'
import { byShares, Random } from './random.ts'
import type { Reference } from './reference.ts'
import { profiles } from './trades.ts'

/** One customer with everything that is theirs but tickets. */
export type DemoCustomer = {
  nth: number
  city: City
  organisation: Organisation
  sites: Site[]
  contacts: Contact[]
  contracts: Contract[]
  equipment: Equipment[]
}

/** What making customers needs besides their place in the row. */
export type CustomerPlan = {
  seed: number
  now: Instant
  sizing: Sizing
  reference: Reference
  contactParts: readonly number[]
  contactOffsets: readonly number[]
}

export function customerPlan(sizing: Sizing, seed: number, now: Instant, reference: Reference): CustomerPlan {
  const blocks = sizing.organisations / blockSize
  const contactParts = apportion(sizing.contacts / blocks, 1)
  return { seed, now, sizing, reference, contactParts, contactOffsets: offsets(contactParts) }
}

const byIndustry = byShares(
  Object.fromEntries(industries.map((one) => [one, profiles[one].share])) as Record<Industry, number>,
)
const positions = [
  'Директор',
  'Управляющий',
  'Главный бухгалтер',
  'Администратор',
  'Системный администратор',
  'Начальник смены',
  'Офис-менеджер',
  'Инженер',
  'Охрана',
  'Кассир',
]
const sources: readonly ContactPhone['source'][] = byShares({
  confirmed: 40,
  imported: 45,
  entered: 10,
  mined: 5,
})
const dayMs = 86_400_000

/** The nth customer; the same whenever and in whatever order they are asked for. */
export function demoCustomer(plan: CustomerPlan, nth: number): DemoCustomer {
  const random = new Random(plan.seed, nth)
  const industry = random.pick(byIndustry)
  const city = random.pick(cities)
  const owner = person(random)
  const { name, legalName, entrepreneur } = organisationName(random, industry, owner, nth)
  const organisation: Organisation = {
    id: demoId('organisation', nth),
    v: 1,
    name,
    legalName,
    inn: entrepreneur ? personInn(city.region, nth) : companyInn(city.region, nth),
    industry,
    timeZone: city.timeZone,
    mainNumber: mainNumber(city.areaCode, nth),
    note: nth % 11 === 0 ? 'Перед выездом звонить на охрану, пропуск заказывать за час.' : '',
  }
  const sites = demoSites(random, nth, organisation, city)
  return {
    nth,
    city,
    organisation,
    sites,
    contacts: demoContacts(random, plan, nth, organisation, sites),
    contracts: demoContracts(random, plan, nth, organisation, sites),
    equipment: demoEquipment(random, nth, organisation, sites),
  }
}

/** More sites for those who stand higher in their block. */
function demoSites(random: Random, nth: number, { id, industry }: Organisation, city: City): Site[] {
  const count = 1 + random.below(nth % blockSize < 3 ? 6 : 3)
  const kinds = profiles[industry].sites
  return Array.from({ length: count }, (_, at) => {
    const kind = kinds[at % kinds.length] as Site['kind']
    const address = `г. ${city.name}, ${random.pick(streets)}, д. ${1 + random.below(120)}`
    return {
      id: demoId('site', nth * 8 + at),
      v: 1,
      organisationId: id,
      name: kind === 'vehicle' ? `Машина ${vehiclePlate(random, city)}` : `${siteNames[kind]} ${at + 1}`,
      address,
      kind,
      timeZone: city.timeZone,
    }
  })
}

const siteNames: Readonly<Record<Site['kind'], string>> = {
  shop: 'Магазин',
  office: 'Офис',
  warehouse: 'Склад',
  restaurant: 'Зал',
  vehicle: 'Машина',
  building: 'Здание',
  other: 'Объект',
}

function vehiclePlate(random: Random, city: City): string {
  const letters = 'АВЕКМНОРСТУХ'
  const letter = () => letters[random.below(letters.length)] as string
  return `${letter()}${String(1 + random.below(999)).padStart(3, '0')}${letter()}${letter()}${city.region}`
}

function demoContacts(
  random: Random,
  plan: CustomerPlan,
  nth: number,
  organisation: Organisation,
  sites: readonly Site[],
): Contact[] {
  const place = nth % blockSize
  const block = Math.floor(nth / blockSize)
  const count = plan.contactParts[place] as number
  const before =
    block * (plan.sizing.contacts / (plan.sizing.organisations / blockSize)) +
    (plan.contactOffsets[place] as number)
  return Array.from({ length: count }, (_, at) => {
    const { name, login } = person(random)
    // The first of each may ask for everything and the second for nothing, so that every size has both.
    const mayRequest = at === 0 || (at !== 1 && random.chance(0.6))
    const someSites = mayRequest && at > 0 && sites.length > 1 && random.chance(0.2)
    return {
      id: demoId('contact', before + at),
      v: 1,
      organisationId: organisation.id,
      name,
      position: at === 0 ? (positions[random.below(2)] as string) : random.pick(positions),
      email: random.chance(0.8) ? `${login}@client${nth}.example` : null,
      phones: demoPhones(random, plan, { place, block, contact: before + at, at, organisation }),
      authority: {
        mayRequest,
        mayApprovePaid: at === 0 || (mayRequest && random.chance(0.1)),
        siteIds: someSites ? [(sites[at % sites.length] as Site).id] : null,
        until: null,
      },
      active: at < 2 || random.chance(0.97),
    }
  })
}

function demoPhones(
  random: Random,
  plan: CustomerPlan,
  who: { place: number; block: number; contact: number; at: number; organisation: Organisation },
): ContactPhone[] {
  const { place, block, contact, at } = who
  const main = who.organisation.mainNumber as string
  const count = numbersOf(contact, plan.sizing)
  const phones: ContactPhone[] = []
  for (let nth = 0; nth < count; nth++) {
    const last = nth === count - 1
    if (last && at === 0 && (place === 4 || place === 9 || place === 14)) {
      // Three customers of each block sit in one business centre and call through its reception.
      phones.push(phone(random, plan.now, sharedNumber(block), null, 'work'))
    } else if (last && ((place === 0 && at === 0) || (place === 6 && (at === 1 || at === 2)))) {
      // The main number itself: of one person in the first of each block, of two in the seventh.
      phones.push(phone(random, plan.now, main, null, 'work'))
    } else if (nth === 1 || (count === 1 && at % 4 === 3)) {
      phones.push(phone(random, plan.now, main, String(100 + at), 'work'))
    } else if (nth === 2 && at < 9) {
      phones.push(phone(random, plan.now, directNumber(main, at + 1), null, 'work'))
    } else {
      phones.push(phone(random, plan.now, mobileNumber(contact * 2 + (nth === 0 ? 0 : 1)), null, 'mobile'))
    }
  }
  return phones
}

function phone(
  random: Random,
  now: Instant,
  number: string,
  ext: string | null,
  kind: ContactPhone['kind'],
): ContactPhone {
  const source = random.pick(sources)
  return {
    number,
    ext,
    raw: written(number, random.below(5)) + (ext === null ? '' : ` доб. ${ext}`),
    kind,
    source,
    lastSeenAt: source === 'confirmed' ? now - random.below(120) * dayMs : null,
  }
}

function demoEquipment(
  random: Random,
  nth: number,
  { id, industry }: Organisation,
  sites: readonly Site[],
): Equipment[] {
  const kinds = profiles[industry].equipment
  const perSite = 1 + random.below(3)
  return sites.flatMap((site, siteNth) =>
    Array.from({ length: perSite }, (_, at) => {
      const [kind, ...models] = kinds[(siteNth + at) % kinds.length] as readonly [string, ...string[]]
      return {
        id: demoId('equipment', nth * 32 + siteNth * 4 + at),
        v: 1,
        organisationId: id,
        siteId: site.id,
        kind,
        name: random.pick(models),
        serial: random.chance(0.8) ? `SN${100_000 + random.below(900_000)}` : null,
      }
    }),
  )
}
