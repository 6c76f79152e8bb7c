import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import type { DraftId } from '#domain/ids.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { TextAreaField, TextField } from '#renderer/ui/field.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { capsFor, runCommand } from '../../commands/registry.ts'
import type { DraftField, DraftState, Origin } from '../../drafts/draft-state.ts'
import { useConsole } from '../../model/console-model.ts'
import { discardDraft, saveStateOf, saveTicket } from '../../model/ticket-actions.ts'
import { timeText } from '../../words/time-words.ts'
import { type Advice, AdviceLines, useAdvice } from './advice.tsx'
import { AboutFields, PlaceFields, SubjectMatterFields } from './choice-fields.tsx'
import { CustomerField } from './customer-field.tsx'
import { DraftsMenu } from './drafts-menu.tsx'

/** Where a prefilled value came from, in a word beside the label. */
export function originWords(t: Say, origin: Origin | undefined): string | null {
  if (origin === undefined) return null
  return typeof origin === 'string' ? t(`origin.${origin}`) : t('origin.rule')
}

/** One draft. Everything typed goes to the draft desk at once; React only shows it. */
export function TicketForm({ draftId }: { draftId: DraftId }) {
  const model = useConsole()
  const { t } = useText()
  const draft = useStore(model.drafts.store, (state) => state.byId[draftId])
  const advice = useAdvice(draft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void saveTicket(model)
  }
  if (!draft) return null
  return (
    <form className="ticket-form" aria-label={t('form.label')} onSubmit={submit} noValidate>
      <Head draft={draft} />
      <div className="form-body scroll">
        <CustomerField draft={draft} />
        <Subject draft={draft} />
        <SubjectMatterFields draft={draft} />
        <AboutFields draft={draft} />
        <TextAreaField
          label={t('form.description')}
          value={draft.fields.description}
          maxLength={20_000}
          rows={2}
          onText={(description) => model.drafts.edit(draft.id, { description })}
        />
        <PlaceFields draft={draft} />
      </div>
      <Foot draft={draft} advice={advice} />
    </form>
  )
}

function Head({ draft }: { draft: DraftState }) {
  const model = useConsole()
  const { t, language } = useText()
  const call = useStore(model.live.phone, (phone) => phone?.calls.find((each) => each.id === draft.callId))
  const from = draft.callId
    ? t('form.forCall', { time: call ? timeText(call.startedAt, language) : '' }).trim()
    : t('form.withoutCall')
  return (
    <header className="form-head">
      <h2>{t('form.title')}</h2>
      <span className="soft truncate">{from}</span>
      <DraftsMenu />
      <Kept draft={draft} />
      {draft.kept !== 'blank' && (
        <IconButton icon="cross" label={t('form.discard')} onClick={() => void discardDraft(model)} />
      )}
    </header>
  )
}

/** Honest about the disk: "kept" only after the core said so. */
function Kept({ draft }: { draft: DraftState }) {
  const { t } = useText()
  if (draft.kept === 'blank') return null
  if (draft.kept === 'notKept') {
    return (
      <span className="form-kept meaning-breach" role="alert">
        <Icon name="warning" size={14} />
        {t('form.notKept')}
      </span>
    )
  }
  const words = draft.kept === 'kept' ? t('form.kept') : t('form.keeping')
  return (
    <span className={`form-kept ${draft.kept}`} title={words}>
      <Icon name={draft.kept === 'kept' ? 'check' : 'pending'} size={14} />
      <span className="sr-only">{words}</span>
    </span>
  )
}

function Subject({ draft }: { draft: DraftState }) {
  const model = useConsole()
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  const [left, setLeft] = useState(false)
  const wanted = useStore(model.wantsSubject)
  const saving = useStore(saveStateOf(model))
  // Before the next key is read, so that it lands here.
  useLayoutEffect(() => {
    if (wanted !== draft.id) return
    model.wantsSubject.set(null)
    input.current?.focus()
  }, [wanted, draft.id, model])
  const tried = saving.state === 'subjectMissing' && saving.draftId === draft.id
  const empty = draft.fields.subject.trim() === ''
  return (
    <TextField
      label={t('form.subject')}
      placeholder={t('form.subject.placeholder')}
      inputRef={input}
      value={draft.fields.subject}
      maxLength={300}
      aria-required
      error={empty && (left || tried) ? t('form.subject.missing') : null}
      onText={(subject) => model.drafts.edit(draft.id, { subject })}
      // Left empty after something was written: said then, not while the caller is still explaining.
      onBlur={() => setLeft(draft.touched.has('subject'))}
    />
  )
}

function Foot({ draft, advice }: { draft: DraftState; advice: Advice | null }) {
  const model = useConsole()
  const { t } = useText()
  const saving = useStore(saveStateOf(model))
  const mine = 'draftId' in saving && saving.draftId === draft.id
  const busy = mine && saving.state === 'saving'
  return (
    <footer className="form-foot">
      <AdviceLines draft={draft} advice={advice} />
      {mine && saving.state === 'failed' && (
        <p className="form-failed" role="alert">
          <Icon name="warning" />
          {saving.words}
        </p>
      )}
      <Button
        look="filled"
        wide
        disabled={busy}
        keys={capsFor('ticket.save')}
        onClick={() => runCommand(model, 'ticket.save')}
      >
        {busy ? t('form.saving') : draft.fields.queueId ? t('form.save') : t('form.saveUnrouted')}
      </Button>
    </footer>
  )
}

export const fieldOrigin = (t: Say, draft: DraftState, field: DraftField): string | null =>
  originWords(t, draft.origins[field])
