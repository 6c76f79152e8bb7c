import { expect } from 'vitest'
import { type EntityPut, entitySchemas } from '#domain/entities.ts'
import { applyIntent, type IntentContext } from '#domain/intent/apply-intent.ts'
import { type Intent, intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import { aContact, as, aTicket, Rows } from '../rows.ts'

export const anna: IntentContext = { by: as('anna'), role: 'dispatcher', at: 5000 }
export const boris: IntentContext = { by: as('boris'), role: 'dispatcher', at: 6000 }
export const chief: IntentContext = { by: as('chief'), role: 'supervisor', at: 7000 }

export const organisation: EntityPut = {
  entity: 'organisation',
  row: {
    id: as('org-1'),
    v: 1,
    name: 'Ромашка',
    legalName: 'ООО «Ромашка»',
    inn: null,
    industry: 'retail',
    timeZone: 'Europe/Moscow',
    mainNumber: null,
    note: '',
  },
}
export const queue = (id: string): EntityPut => ({
  entity: 'queue',
  row: { id: as(id), v: 1, name: id, teamId: null, position: 1 },
})
export const category = (id: string): EntityPut => ({
  entity: 'category',
  row: { id: as(id), v: 1, name: id, parentId: null, defaultPriority: 'normal', position: 1 },
})
export const user = (id: string, active = true): EntityPut => ({
  entity: 'user',
  row: { id: as(id), v: 1, login: id, name: id, role: 'dispatcher', teamIds: [], extension: null, active },
})
export const world = (...more: EntityPut[]) =>
  new Rows(
    organisation,
    queue('network'),
    queue('printers'),
    category('cash'),
    user('anna'),
    user('boris'),
    user('gone', false),
    { entity: 'ticket', row: aTicket() },
    { entity: 'contact', row: aContact() },
    ...more,
  )

/** Applies and keeps the effect, and holds every promise of the mutators on the way. */
export function apply(rows: Rows, change: Intent, context = anna) {
  expect(intent.parse(change)).toEqual(change)
  const named = new Set(intentRefs(change).map(({ entity, id }) => `${entity} ${id}`))
  const guarded: typeof rows.lookup = (entity, id) => {
    expect(named).toContain(`${entity} ${id}`)
    return rows.lookup(entity, id)
  }
  const result = applyIntent(change, guarded, context)
  expect(applyIntent(change, guarded, context)).toEqual(result)
  if (result.ok) {
    for (const { entity, row } of result.value.puts) {
      expect(entitySchemas[entity].parse(row)).toEqual(row)
      expect(named).toContain(`${entity} ${row.id}`)
    }
    rows.write(result.value.puts)
  }
  return result
}
export const applied = (puts: unknown[], notice: unknown = null) => ({ ok: true, value: { puts, notice } })
export const refused = (refusal: unknown) => ({ ok: false, refusal })
export const soAlready = applied([], { code: 'alreadySo' })
