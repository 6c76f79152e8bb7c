// @vitest-environment node
import { expect, test } from 'vitest'
import type { DraftId, EquipmentId, OrganisationId, QueueId, SiteId } from '#domain/ids.ts'
import { edit, isTouched, newDraft, prefill } from '#renderer/console/drafts/draft-state.ts'

const blank = newDraft('draft-1' as DraftId, null)
const romashka = 'romashka' as OrganisationId
const comet = 'comet' as OrganisationId
const shop = 'shop' as SiteId
const till = 'till' as EquipmentId

test('a prefilled value is marked where it came from until a person touches the field', () => {
  const filled = prefill(blank, { queueId: 'tills' as QueueId }, { rule: 'Кассы' })
  expect(filled.origins.queueId).toEqual({ rule: 'Кассы' })
  expect(isTouched(filled)).toBe(false)
  const mine = edit(filled, { queueId: 'net' as QueueId })
  expect(mine.origins.queueId).toBeUndefined()
  expect(isTouched(mine)).toBe(true)
})

test('advice never overwrites what a person chose', () => {
  const mine = edit(blank, { queueId: 'net' as QueueId })
  expect(prefill(mine, { queueId: 'tills' as QueueId }, { rule: 'Кассы' })).toBe(mine)
})

test('another customer drops the site and the device of the first', () => {
  const drawn = edit(edit(blank, { organisationId: romashka }), { siteId: shop, equipmentId: till })
  const next = edit(drawn, { organisationId: comet, contactId: null })
  expect(next.fields).toMatchObject({ organisationId: comet, siteId: null, equipmentId: null })
})

test('another site drops the device, a device brings its own site', () => {
  const drawn = edit(blank, { siteId: shop, equipmentId: till })
  expect(edit(drawn, { siteId: 'office' as SiteId }).fields.equipmentId).toBeNull()
  expect(edit(drawn, { siteId: 'office' as SiteId, equipmentId: till }).fields.equipmentId).toBe(till)
})

test('a caller chosen later refills what was only prefilled', () => {
  const first = prefill(prefill(blank, { organisationId: romashka }, 'call'), { siteId: shop }, 'onlyOne')
  const second = prefill(first, { organisationId: comet }, 'call')
  expect(second.fields).toMatchObject({ organisationId: comet, siteId: null })
  expect(second.origins).toEqual({ organisationId: 'call' })
})
