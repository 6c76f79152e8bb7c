import type { TicketDraftFields } from '#bridge/tickets.ts'
import type { CallId, DraftId } from '#domain/ids.ts'

export type DraftField = keyof TicketDraftFields

/** Where a prefilled value came from; a value a person set has none. */
export type Origin = 'call' | 'customer' | 'onlyOne' | 'category' | { rule: string }

/** A ticket being written. Prefilled values follow the card and the advice until a person touches the field. */
export type DraftState = {
  readonly id: DraftId
  readonly callId: CallId | null
  readonly fields: TicketDraftFields
  readonly touched: ReadonlySet<DraftField>
  readonly origins: { readonly [Field in DraftField]?: Origin }
  /** Name shown for the organisation and the contact chosen. */
  readonly customerName: string | null
  readonly kept: 'blank' | 'keeping' | 'kept' | 'notKept'
}

export const emptyFields: TicketDraftFields = {
  subject: '',
  description: '',
  categoryId: null,
  priority: 'normal',
  organisationId: null,
  contactId: null,
  siteId: null,
  equipmentId: null,
  queueId: null,
  assigneeId: null,
}

export function newDraft(id: DraftId, callId: CallId | null): DraftState {
  return {
    id,
    callId,
    fields: emptyFields,
    touched: new Set(),
    origins: {},
    customerName: null,
    kept: 'blank',
  }
}

/** Has a person put anything into it that would hurt to lose? */
export const isTouched = (draft: DraftState): boolean => draft.touched.size > 0

/** Fields that name something of the organisation and mean nothing at another one. */
const ofOrganisation: readonly DraftField[] = ['siteId', 'equipmentId']

function drop(origins: DraftState['origins'], fields: readonly DraftField[]): DraftState['origins'] {
  return Object.fromEntries(
    Object.entries(origins).filter(([field]) => !fields.includes(field as DraftField)),
  )
}

/** A person set a field: it is theirs from now on. Another site drops its equipment, another customer both. */
export function edit(draft: DraftState, change: Partial<TicketDraftFields>): DraftState {
  const names = Object.keys(change) as DraftField[]
  let fields = { ...draft.fields, ...change }
  const cleared: DraftField[] = []
  if (change.organisationId !== undefined && change.organisationId !== draft.fields.organisationId) {
    cleared.push(...ofOrganisation.filter((field) => !(field in change)))
  } else if (
    change.siteId !== undefined &&
    change.siteId !== draft.fields.siteId &&
    !('equipmentId' in change)
  ) {
    cleared.push('equipmentId')
  }
  for (const field of cleared) fields = { ...fields, [field]: null }
  const touched = new Set([...draft.touched, ...names])
  for (const field of cleared) touched.delete(field)
  return { ...draft, fields, touched, origins: drop(draft.origins, [...names, ...cleared]) }
}

/** What we know fills the fields nobody touched, each marked with where it came from. Answers the same draft if nothing changes. */
export function prefill(draft: DraftState, known: Partial<TicketDraftFields>, origin: Origin): DraftState {
  let fields = draft.fields
  let origins = draft.origins
  for (const name of Object.keys(known) as DraftField[]) {
    if (draft.touched.has(name) || fields[name] === known[name]) continue
    if (name === 'organisationId') {
      const stale = ofOrganisation.filter((field) => !draft.touched.has(field))
      for (const field of stale) fields = { ...fields, [field]: null }
      origins = drop(origins, stale)
    }
    fields = { ...fields, [name]: known[name] }
    const cleared = known[name] === null || known[name] === ''
    origins = cleared ? drop(origins, [name]) : { ...origins, [name]: origin }
  }
  return fields === draft.fields ? draft : { ...draft, fields, origins }
}
