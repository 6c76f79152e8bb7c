import { useQuery } from '@tanstack/react-query'
import { memo, useMemo } from 'react'
import { type Priority, priorities } from '#domain/ticket/ticket.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { type Choice, ComboboxField } from '#renderer/ui/combobox.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import type { DraftState } from '../../drafts/draft-state.ts'
import { useConsole } from '../../model/console-model.ts'
import { equipmentQuery, sitesQuery } from '../../model/queries.ts'
import { fieldOrigin } from './ticket-form.tsx'

/** Words every list of the form shares. */
function useListWords() {
  const { t } = useText()
  return { clearLabel: t('clear'), openLabel: t('openList'), emptyText: t('nothingFound') }
}

const isPriority = (id: string | null): id is Priority =>
  (priorities as readonly (string | null)[]).includes(id)

/** Category and priority; the category's default fills a priority nobody set. */
export const SubjectMatterFields = memo(function SubjectMatterFields({ draft }: { draft: DraftState }) {
  const { drafts, live } = useConsole()
  const { t } = useText()
  const words = useListWords()
  const categories = useStore(live.reference, (reference) => reference.categories)
  const categoryChoices = useMemo<Choice[]>(
    () =>
      [...categories]
        .sort((a, b) => a.position - b.position)
        .map(({ id, name, parentId }) => ({
          id,
          name,
          detail: categories.find((each) => each.id === parentId)?.name,
        })),
    [categories],
  )
  const priorityChoices = useMemo<Choice[]>(
    () => [...priorities].reverse().map((id) => ({ id, name: t(`priority.${id}`) })),
    [t],
  )
  return (
    <div className="form-pair wide-first">
      <ComboboxField
        {...words}
        label={t('form.category')}
        origin={fieldOrigin(t, draft, 'categoryId')}
        placeholder={t('form.any')}
        choices={categoryChoices}
        value={draft.fields.categoryId}
        onChoose={(id) => {
          const chosen = categories.find((each) => each.id === id) ?? null
          drafts.edit(draft.id, { categoryId: chosen?.id ?? null })
          if (chosen) drafts.prefill(draft.id, { priority: chosen.defaultPriority }, 'category')
        }}
      />
      <ComboboxField
        {...words}
        label={t('form.priority')}
        clearable={false}
        origin={fieldOrigin(t, draft, 'priority')}
        placeholder={t('form.any')}
        choices={priorityChoices}
        value={draft.fields.priority}
        onChoose={(id) => drafts.edit(draft.id, { priority: isPriority(id) ? id : 'normal' })}
      />
    </div>
  )
})

/** Site and equipment of the customer; a device names its site. */
export const AboutFields = memo(function AboutFields({ draft }: { draft: DraftState }) {
  const model = useConsole()
  const { t } = useText()
  const words = useListWords()
  const { organisationId, siteId } = draft.fields
  const sites = useQuery(sitesQuery(model, organisationId)).data?.sites
  const equipment = useQuery(equipmentQuery(model, organisationId, siteId)).data?.equipment
  const siteChoices = useMemo<Choice[]>(
    () => (sites ?? []).map(({ id, name, address }) => ({ id, name, detail: address })),
    [sites],
  )
  const equipmentChoices = useMemo<Choice[]>(
    () => (equipment ?? []).map(({ id, name, serial, kind }) => ({ id, name, detail: serial ?? kind })),
    [equipment],
  )
  return (
    <div className="form-pair">
      <ComboboxField
        {...words}
        label={t('form.site')}
        origin={fieldOrigin(t, draft, 'siteId')}
        placeholder={organisationId ? t('form.any') : t('form.locked')}
        emptyText={siteChoices.length === 0 ? t('form.noSites') : words.emptyText}
        disabled={organisationId === null}
        choices={siteChoices}
        value={siteId}
        onChoose={(id) =>
          model.drafts.edit(draft.id, { siteId: sites?.find((site) => site.id === id)?.id ?? null })
        }
      />
      <ComboboxField
        {...words}
        label={t('form.equipment')}
        origin={fieldOrigin(t, draft, 'equipmentId')}
        placeholder={organisationId ? t('form.any') : t('form.locked')}
        emptyText={equipmentChoices.length === 0 ? t('form.noEquipment') : words.emptyText}
        disabled={organisationId === null}
        choices={equipmentChoices}
        value={draft.fields.equipmentId}
        onChoose={(id) => {
          const device = equipment?.find((each) => each.id === id)
          model.drafts.edit(
            draft.id,
            device ? { equipmentId: device.id, siteId: device.siteId } : { equipmentId: null },
          )
        }}
      />
    </div>
  )
})

/** Queue, then the person: people of the queue's team first. */
export const PlaceFields = memo(function PlaceFields({ draft }: { draft: DraftState }) {
  const { drafts, live } = useConsole()
  const { t } = useText()
  const words = useListWords()
  const { queues, users } = useStore(live.reference)
  const { queueId, assigneeId } = draft.fields
  const teamId = queues.find((queue) => queue.id === queueId)?.teamId ?? null
  const queueChoices = useMemo<Choice[]>(
    () => [...queues].sort((a, b) => a.position - b.position).map(({ id, name }) => ({ id, name })),
    [queues],
  )
  const people = useMemo<Choice[]>(() => {
    const active = users.filter((user) => user.active)
    const ofTeam = teamId ? active.filter((user) => user.teamIds.includes(teamId)) : []
    return [...ofTeam, ...active.filter((user) => !ofTeam.includes(user))].map(({ id, name }) => ({
      id,
      name,
    }))
  }, [users, teamId])
  return (
    <div className="form-pair">
      <ComboboxField
        {...words}
        label={t('form.queue')}
        origin={fieldOrigin(t, draft, 'queueId')}
        placeholder={t('form.any')}
        choices={queueChoices}
        value={queueId}
        onChoose={(id) => {
          // Another queue has other people: an advised person of the old one does not follow.
          drafts.edit(draft.id, {
            queueId: queues.find((queue) => queue.id === id)?.id ?? null,
            assigneeId: null,
          })
        }}
      />
      <ComboboxField
        {...words}
        label={t('form.assignee')}
        origin={fieldOrigin(t, draft, 'assigneeId')}
        placeholder={t('form.anyone')}
        emptyText={people.length === 0 ? t('form.nobody') : words.emptyText}
        choices={people}
        value={assigneeId}
        onChoose={(id) =>
          drafts.edit(draft.id, { assigneeId: users.find((user) => user.id === id)?.id ?? null })
        }
      />
    </div>
  )
})
