import type { CategoryId, SiteId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { WorkCalendar } from '../sla/work-calendar.ts'
import { isWorkingAt } from '../sla/working-time.ts'
import { dateOf, dayAt } from '../sla/zone-days.ts'
import type { Contract, CoverageLine } from './contract.ts'
import type { CoverageVerdict } from './coverage-verdict.ts'

export type CoverageRequest = {
  contracts: readonly Contract[]
  /** The calendars the lines name; dates of a contract are told in the zone of the first its lines name. */
  calendars: readonly WorkCalendar[]
  at: Instant
  /** Null: not chosen yet; then the contract is judged as a whole. */
  categoryId: CategoryId | null
  /** The category and its parents where the caller knows them: a line for the parent holds for all below it. */
  categoryPath?: readonly CategoryId[]
  siteId: SiteId | null
  equipmentKind: string | null
}

/** Better first. A contract that pays wins over one that would be paid for, anything clear over what is not. */
const preference: readonly CoverageVerdict['reason'][] = [
  'lineIncluded',
  'linePaid',
  'dependsOnDetails',
  'outsideHours',
  'lineExcluded',
  'noLineFits',
  'contractSuspended',
  'contractNotBegun',
  'contractEnded',
]

/**
 * Does a contract pay for this request? Of several contracts the best for the customer speaks; in one contract the
 * first line that fits decides. What depends on something not chosen yet is `unknown`, never a guess.
 */
export function judgeCoverage(request: CoverageRequest): CoverageVerdict {
  const judged = request.contracts.map((contract) => ({ contract, verdict: judge(contract, request) }))
  judged.sort(
    (one, other) =>
      preference.indexOf(one.verdict.reason) - preference.indexOf(other.verdict.reason) ||
      compare(other.contract.validTo, one.contract.validTo) ||
      compare(one.contract.id, other.contract.id),
  )
  return (
    judged[0]?.verdict ?? {
      verdict: 'outside',
      reason: 'noContract',
      contractId: null,
      line: null,
      slaPolicyId: null,
    }
  )
}

function judge(contract: Contract, request: CoverageRequest): CoverageVerdict {
  const today = dateOf(dayAt(zoneOf(contract, request.calendars), request.at))
  const outside = (reason: CoverageVerdict['reason'], line: CoverageLine | null = null): CoverageVerdict => ({
    verdict: 'outside',
    reason,
    contractId: contract.id,
    line: line?.title ?? null,
    slaPolicyId: line?.slaPolicyId ?? contract.slaPolicyId,
  })
  if (contract.status === 'ended' || contract.validTo < today) return outside('contractEnded')
  if (contract.validFrom > today) return outside('contractNotBegun')
  if (contract.status === 'suspended') return outside('contractSuspended')
  // An agreement that lists nothing leaves the answer to people.
  if (contract.lines.length === 0) return { ...outside('noLineFits'), verdict: 'unknown' }

  const lines = contract.lines.map((line) => ({ line, fit: fitOf(line, request) }))
  const possible = lines.filter(({ fit }) => fit === 'fits' || fit === 'depends')
  if (possible.length === 0) {
    const late = lines.find(({ fit }) => fit === 'outsideHours')
    return late === undefined ? outside('noLineFits') : outside('outsideHours', late.line)
  }
  const decided = request.categoryId === null ? asWhole(possible) : firstThatFits(possible)
  return decided.sure
    ? { ...outside(reasons[decided.line.verdict], decided.line), verdict: verdicts[decided.line.verdict] }
    : { ...outside('dependsOnDetails', decided.line), verdict: 'unknown' }
}

const verdicts = { included: 'included', paid: 'paid', excluded: 'outside' } as const
const reasons = { included: 'lineIncluded', paid: 'linePaid', excluded: 'lineExcluded' } as const

type Fit = 'fits' | 'depends' | 'outsideHours' | 'no'
type Possible = readonly { line: CoverageLine; fit: Fit }[]

/** Nothing chosen yet: a contract that includes anything here and now is a contract that covers the caller. */
function asWhole(possible: Possible): { line: CoverageLine; sure: boolean } {
  const byVerdict = (verdict: CoverageLine['verdict']) =>
    possible.find(({ line }) => line.verdict === verdict)?.line
  const line = byVerdict('included') ?? byVerdict('paid') ?? byVerdict('excluded')
  return { line: line as CoverageLine, sure: true }
}

/** The first line that fits, unless one before it may fit too and says otherwise. */
function firstThatFits(possible: Possible): { line: CoverageLine; sure: boolean } {
  const first = possible[0]?.line as CoverageLine
  const fitting = possible.findIndex(({ fit }) => fit === 'fits')
  const decides = possible[fitting]?.line
  const sure =
    decides !== undefined && possible.slice(0, fitting).every(({ line }) => line.verdict === decides.verdict)
  return sure ? { line: decides, sure } : { line: first, sure }
}

function fitOf(line: CoverageLine, request: CoverageRequest): Fit {
  const { categoryId, categoryPath = [], siteId, equipmentKind, calendars, at } = request
  const calendar = calendars.find(({ id }) => id === line.calendarId)
  const category = among(line.categoryIds, categoryId === null ? null : [categoryId, ...categoryPath])
  const conditions = [
    category,
    among(line.siteIds, siteId === null ? null : [siteId]),
    among(line.equipmentKinds, equipmentKind === null ? null : [equipmentKind]),
  ]
  if (conditions.includes('no')) return 'no'
  if (line.calendarId !== null && calendar !== undefined && !isWorkingAt(calendar, at)) return 'outsideHours'
  const hoursUnknown = line.calendarId !== null && calendar === undefined
  return hoursUnknown || conditions.includes('depends') ? 'depends' : 'fits'
}

function among<Value>(wanted: readonly Value[] | null, given: readonly Value[] | null): Fit {
  if (wanted === null) return 'fits'
  if (given === null) return 'depends'
  return given.some((value) => wanted.includes(value)) ? 'fits' : 'no'
}

function zoneOf(contract: Contract, calendars: readonly WorkCalendar[]): string {
  const named = contract.lines
    .map(({ calendarId }) => calendars.find(({ id }) => id === calendarId))
    .find((calendar) => calendar !== undefined)
  return (named ?? calendars[0])?.timeZone ?? 'UTC'
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
