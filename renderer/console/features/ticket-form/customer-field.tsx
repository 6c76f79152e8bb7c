import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { SearchHit } from '#bridge/directory.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { type Choice, ComboboxField } from '#renderer/ui/combobox.tsx'
import type { DraftState } from '../../drafts/draft-state.ts'
import { useConsole } from '../../model/console-model.ts'
import { findQuery } from '../../model/queries.ts'
import { fieldOrigin } from './ticket-form.tsx'

function choiceOf(hit: SearchHit): Choice | null {
  if (hit.kind === 'organisation')
    return { id: hit.organisation.id, name: hit.organisation.name, detail: hit.organisation.inn ?? '' }
  if (hit.kind === 'contact')
    return {
      id: hit.contact.id,
      name: `${hit.organisationName} · ${hit.contact.name}`,
      detail: hit.contact.position,
    }
  return null
}

/** For whom the ticket is: prefilled from the card, otherwise found by typing. */
export function CustomerField({ draft }: { draft: DraftState }) {
  const model = useConsole()
  const { t } = useText()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data } = useQuery(findQuery(model, asked, 20))
  const { organisationId, contactId } = draft.fields
  const chosenId = contactId ?? organisationId
  const choices = useMemo(() => {
    const found = (asked ? (data?.hits ?? []) : []).map(choiceOf).filter((choice) => choice !== null)
    if (!chosenId || found.some((choice) => choice.id === chosenId)) return found
    return [{ id: chosenId, name: draft.customerName ?? chosenId }, ...found]
  }, [asked, data, chosenId, draft.customerName])
  const choose = (id: string | null) => {
    setText('')
    if (id === null) return model.drafts.edit(draft.id, { organisationId: null, contactId: null }, null)
    const hit = data?.hits.find((each) => choiceOf(each)?.id === id)
    if (!hit || hit.kind === 'ticket') return
    const who =
      hit.kind === 'organisation'
        ? { organisationId: hit.organisation.id, contactId: null }
        : { organisationId: hit.contact.organisationId, contactId: hit.contact.id }
    model.drafts.edit(draft.id, who, choiceOf(hit)?.name ?? null)
  }
  return (
    <ComboboxField
      label={t('form.customer')}
      origin={fieldOrigin(t, draft, 'organisationId')}
      placeholder={t('form.customer.placeholder')}
      emptyText={asked ? t('nothingFound') : t('list.empty.customers')}
      clearLabel={t('clear')}
      openLabel={t('openList')}
      choices={choices}
      value={chosenId}
      onTyped={setText}
      onChoose={choose}
    />
  )
}
