import type { CoverageVerdict } from '#domain/directory/coverage-verdict.ts'
import type { Equipment } from '#domain/directory/equipment.ts'
import { judgeCoverage } from '#domain/directory/judge-coverage.ts'
import type { CategoryId, EquipmentId, OrganisationId, SiteId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Workstation } from '../workstation.ts'

export interface Asked {
  organisationId: OrganisationId | null
  categoryId: CategoryId | null
  siteId: SiteId | null
  equipmentId: EquipmentId | null
}

/** Does a contract of the organisation cover this request now? Without an organisation nobody can say. */
export function verdictFor(
  work: Workstation,
  asked: Asked,
  at: Instant,
): { verdict: CoverageVerdict; equipment: Equipment | null } {
  const equipment = asked.equipmentId === null ? null : work.rows.get('equipment', asked.equipmentId)
  if (asked.organisationId === null) {
    const verdict: CoverageVerdict = {
      verdict: 'unknown',
      reason: 'organisationUnknown',
      contractId: null,
      line: null,
      slaPolicyId: null,
    }
    return { verdict, equipment }
  }
  const verdict = judgeCoverage({
    contracts: work.rows.ofOrganisation('contract', asked.organisationId, 50),
    calendars: work.reference.calendars,
    at,
    categoryId: asked.categoryId,
    categoryPath: work.reference.categoryPath(asked.categoryId),
    siteId: asked.siteId,
    equipmentKind: equipment?.kind ?? null,
  })
  return { verdict, equipment }
}
