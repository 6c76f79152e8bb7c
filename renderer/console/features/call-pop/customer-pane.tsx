import { useQuery } from '@tanstack/react-query'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { cardQuery } from '../../model/queries.ts'
import { errorWords } from '../../words/error-words.ts'
import { CustomerCardView } from './customer-card.tsx'
import './call-pop.css'

/** A customer looked up without a call. */
export function CustomerPane({
  organisationId,
  contactId,
}: {
  organisationId: OrganisationId
  contactId: ContactId | null
}) {
  const model = useConsole()
  const { t } = useText()
  const { data, error } = useQuery(cardQuery(model, organisationId, contactId))
  if (data) return <CustomerCardView card={data} pop={null} others={[]} />
  if (error) return <EmptyState icon="warning" title={errorWords(t, error, namesOf(model))} />
  return <EmptyState icon="building" title={t('loading')} />
}
