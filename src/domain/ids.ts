import { z } from 'zod'

/** Ids are UUIDv7 text, time-sorted, made where the thing is created; brands keep them from mixing. */
const id = <Brand extends string>() => z.string().min(1).max(64).brand<Brand>()

export const spaceId = id<'SpaceId'>()
export type SpaceId = z.infer<typeof spaceId>
export const userId = id<'UserId'>()
export type UserId = z.infer<typeof userId>
export const consoleId = id<'ConsoleId'>()
export type ConsoleId = z.infer<typeof consoleId>
export const organisationId = id<'OrganisationId'>()
export type OrganisationId = z.infer<typeof organisationId>
export const contactId = id<'ContactId'>()
export type ContactId = z.infer<typeof contactId>
export const contractId = id<'ContractId'>()
export type ContractId = z.infer<typeof contractId>
export const siteId = id<'SiteId'>()
export type SiteId = z.infer<typeof siteId>
export const equipmentId = id<'EquipmentId'>()
export type EquipmentId = z.infer<typeof equipmentId>
export const categoryId = id<'CategoryId'>()
export type CategoryId = z.infer<typeof categoryId>
export const teamId = id<'TeamId'>()
export type TeamId = z.infer<typeof teamId>
export const queueId = id<'QueueId'>()
export type QueueId = z.infer<typeof queueId>
export const routingRuleId = id<'RoutingRuleId'>()
export type RoutingRuleId = z.infer<typeof routingRuleId>
export const slaPolicyId = id<'SlaPolicyId'>()
export type SlaPolicyId = z.infer<typeof slaPolicyId>
export const calendarId = id<'CalendarId'>()
export type CalendarId = z.infer<typeof calendarId>
export const ticketId = id<'TicketId'>()
export type TicketId = z.infer<typeof ticketId>
export const timelineEntryId = id<'TimelineEntryId'>()
export type TimelineEntryId = z.infer<typeof timelineEntryId>
export const callId = id<'CallId'>()
export type CallId = z.infer<typeof callId>
/** Key of one change a dispatcher made; the desk applies each key at most once. */
export const intentKey = id<'IntentKey'>()
export type IntentKey = z.infer<typeof intentKey>
export const draftId = id<'DraftId'>()
export type DraftId = z.infer<typeof draftId>
