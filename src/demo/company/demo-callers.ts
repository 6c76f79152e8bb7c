import type { Contact } from '#domain/directory/contact.ts'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { DemoCompany } from './demo-company.ts'
import { type ContractStory, contractStory } from './demo-contracts.ts'
import { directNumber, mobileNumber, sharedNumber } from './demo-numbers.ts'
import type { DemoCustomer } from './demo-organisation.ts'
import { blockSize } from './demo-size.ts'

/** Somebody who can be made to call in the demo, and what should be seen then. */
export type DemoCaller = {
  key: string
  /** As it stands in the INVITE; empty when hidden. */
  number: string
  displayName: string
  story: { ru: string; en: string }
  /** What kind of pop it makes (`pop.who.kind`). */
  expects: 'known' | 'several' | 'unknown' | 'hidden' | 'colleague'
  contactId: ContactId | null
  organisationId: OrganisationId | null
}

/** A number no contact has: the counter of mobiles never comes so far. */
const strangerNth = 9_000_001

/** A dozen callers, each with a story of their own, the first four the same person written in four ways. */
export function demoCallers(company: DemoCompany): DemoCaller[] {
  const { customer: hero, contact: heroContact, number: own } = inMoscow(company)
  const rest = `${own.slice(5, 8)}-${own.slice(8, 10)}-${own.slice(10)}`
  const forms = [own, `8${own.slice(2)}`, `8 (${own.slice(2, 5)}) ${rest}`, own.slice(1)]
  const writtenFour = forms.map((number, nth) => ({
    ...known(`written${nth + 1}`, hero, heroContact, number),
    story: {
      ru: `${hero.organisation.name}: договор круглосуточный, есть право обращаться. Номер как ${number}`,
      en: `${hero.organisation.name}: in contract round the clock, may request. The number as ${number}`,
    },
  }))
  return [...writtenFour, ...byContract(company), ...byNumber(company)]
}

function byContract(company: DemoCompany): DemoCaller[] {
  const told = (
    key: string,
    story: ContractStory,
    contactNth: number,
    ru: string,
    en: string,
  ): DemoCaller => {
    const customer = withStory(company, story, contactNth)
    const contact = customer.contacts[contactNth] as Contact
    const { name } = customer.organisation
    return {
      ...known(key, customer, contact, ownNumber(contact)),
      story: { ru: `${name}: ${ru}`, en: `${name}: ${en}` },
    }
  }
  return [
    told(
      'noAuthority',
      'premium',
      1,
      'в договоре, но этот сотрудник обращаться не вправе',
      'in contract, but this person may not request',
    ),
    told(
      'officeHours',
      'active',
      0,
      'обслуживание в рабочие часы, вечером платно',
      'served in office hours, paid for after them',
    ),
    told('ended', 'ended', 0, 'договор закончился', 'the contract has ended'),
    told('suspended', 'suspended', 0, 'договор приостановлен', 'the contract is suspended'),
    told('paid', 'paidOnly', 0, 'все работы платные', 'all work is paid for'),
    told('noContract', 'none', 0, 'договора нет', 'there is no contract'),
  ]
}

function byNumber(company: DemoCompany): DemoCaller[] {
  const colleague = company.users.find(({ extension }) => extension === '103')
  // The last of a block has few people, so that its seventh line is nobody's.
  const small = company.customer(blockSize - 1)
  const nobody = { displayName: '', contactId: null, organisationId: null }
  return [
    {
      ...nobody,
      key: 'several',
      number: sharedNumber(0),
      expects: 'several',
      story: { ru: 'Номер ресепшена, общий для трёх клиентов', en: 'A reception shared by three customers' },
    },
    {
      ...nobody,
      key: 'mainBlock',
      number: directNumber(small.organisation.mainNumber as string, 7),
      expects: 'known',
      organisationId: small.organisation.id,
      story: {
        ru: `${small.organisation.name}: незнакомый номер из их номерной ёмкости`,
        en: `${small.organisation.name}: an unknown line of their own block`,
      },
    },
    {
      ...nobody,
      key: 'unknown',
      number: mobileNumber(strangerNth),
      expects: 'unknown',
      story: { ru: 'Незнакомый номер', en: 'An unknown number' },
    },
    {
      ...nobody,
      key: 'hidden',
      number: '',
      displayName: 'Anonymous',
      expects: 'hidden',
      story: { ru: 'Скрытый номер', en: 'A hidden number' },
    },
    {
      ...nobody,
      key: 'colleague',
      number: '103',
      displayName: colleague?.name ?? '',
      expects: 'colleague',
      story: { ru: `Коллега: ${colleague?.name}`, en: `A colleague: ${colleague?.name}` },
    },
  ]
}

function known(
  key: string,
  customer: DemoCustomer,
  contact: Contact,
  number: string,
): Omit<DemoCaller, 'story'> {
  return {
    key,
    number,
    displayName: '',
    expects: 'known',
    contactId: contact.id,
    organisationId: customer.organisation.id,
  }
}

/**
 * A person of a big customer in Moscow who may request, and a number that is theirs alone, of their desk if there is
 * one: behind the main number it could be anybody.
 */
function inMoscow(company: DemoCompany): { customer: DemoCustomer; contact: Contact; number: string } {
  for (let nth = 0; nth < company.counts.organisations; nth += blockSize) {
    const customer = company.customer(nth)
    if (customer.city.name !== 'Москва') continue
    const { mainNumber } = customer.organisation
    const ofDesk = ({ kind, ext, source, number }: Contact['phones'][number]) =>
      kind === 'work' && ext === null && source !== 'mined' && number !== mainNumber
    const entitled = customer.contacts.filter(({ authority }) => authority.mayRequest && !authority.siteIds)
    const contact =
      entitled.find(({ phones }) => phones.some(ofDesk)) ?? entitled.find(({ phones }) => phones.some(isOwn))
    if (!contact) continue
    return { customer, contact, number: contact.phones.find(ofDesk)?.number ?? ownNumber(contact) }
  }
  throw new Error('the demo company has no big customer in Moscow')
}

/** The first customer with such an agreement, and a contact at that place who has a number of their own. */
function withStory(company: DemoCompany, story: ContractStory, contactNth: number): DemoCustomer {
  for (let nth = 0; nth < company.counts.organisations; nth++) {
    if (contractStory(nth) !== story) continue
    const customer = company.customer(nth)
    const contact = customer.contacts[contactNth]
    if (contact?.phones.some(isOwn)) return customer
  }
  throw new Error(`the demo company has no customer of the kind ${story}`)
}

const isOwn = (phone: Contact['phones'][number]) => phone.kind === 'mobile' && phone.source !== 'mined'
const ownNumber = (contact: Contact) => contact.phones.find(isOwn)?.number ?? ''
