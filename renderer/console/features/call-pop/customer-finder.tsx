import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { SearchHit } from '#bridge/directory.ts'
import type { Pop } from '#bridge/pop.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { TextField } from '#renderer/ui/field.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { attachCaller, identify } from '../../model/caller-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { findQuery } from '../../model/queries.ts'
import { NewPerson } from './new-person.tsx'

type OrganisationHit = Extract<SearchHit, { kind: 'organisation' }>

/** A name typed finds a person or an organisation; one key says "it is them" and keeps the number. */
export function CustomerFinder({ pop }: { pop: Pop }) {
  const model = useConsole()
  const { t } = useText()
  const [text, setText] = useState('')
  const [creatingIn, setCreatingIn] = useState<OrganisationHit['organisation'] | null>(null)
  const asked = useDeferredValue(text.trim())
  const { data } = useQuery(findQuery(model, asked, 12))
  const hits = asked ? (data?.hits ?? []) : []
  if (creatingIn) return <NewPerson pop={pop} organisation={creatingIn} onBack={() => setCreatingIn(null)} />
  return (
    <section className="finder">
      <TextField
        label={t('unknown.find')}
        placeholder={t('unknown.find.placeholder')}
        value={text}
        onText={setText}
        type="search"
      />
      <ul className="finder-hits">
        {hits.map((hit) => {
          if (hit.kind === 'contact') {
            const { contact } = hit
            return (
              <li key={contact.id} className="finder-hit">
                <Icon name="person" />
                <span className="finder-name">
                  <span className="truncate">
                    {contact.name}
                    {contact.position && <span className="soft">, {contact.position}</span>}
                  </span>
                  <span className="soft truncate">{hit.organisationName}</span>
                </span>
                <Button
                  onClick={() =>
                    void attachCaller(model, pop, {
                      contactId: contact.id,
                      organisationId: contact.organisationId,
                      name: contact.name,
                    })
                  }
                >
                  {t('unknown.attach', { name: contact.name })}
                </Button>
              </li>
            )
          }
          if (hit.kind !== 'organisation') return null
          const { organisation } = hit
          return (
            <li key={organisation.id} className="finder-hit">
              <Icon name="building" />
              <span className="finder-name">
                <span className="truncate">{organisation.name}</span>
                <span className="soft truncate">
                  {organisation.inn && t('card.inn', { inn: organisation.inn })}
                </span>
              </span>
              <Button
                look="quiet"
                onClick={() =>
                  void identify(model, pop.callId, { contactId: null, organisationId: organisation.id })
                }
              >
                {t('unknown.organisationOnly')}
              </Button>
              <Button icon="plus" onClick={() => setCreatingIn(organisation)}>
                {t('unknown.createIn', { name: organisation.name })}
              </Button>
            </li>
          )
        })}
      </ul>
      {asked && data && hits.length === 0 && <p className="soft">{t('nothingFound')}</p>}
    </section>
  )
}
