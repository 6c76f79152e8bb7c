import { type Colleague, colleaguesMax } from '#bridge/phone-colleagues.ts'
import type { User } from '#domain/directory/staff.ts'
import type { CallId } from '#domain/ids.ts'
import { bestMatches } from '#renderer/ui/match-text.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { dial } from './dial-actions.ts'
import { pickUp, talkInHand } from './feature-actions.ts'
import { namesOf } from './names.ts'
import { consult, transfer } from './transfer-actions.ts'

/** A colleague with a telephone, what it does, and why the call queues pass them over (a code). */
export type ColleagueRow = {
  readonly user: User
  readonly extension: string
  readonly phone: Colleague | null
  readonly away: string | null
}

const isNumber = /^\d{1,16}$/

/** Colleagues that match what was typed, best first; with nothing typed by name. */
export function colleagueRows(
  users: readonly User[],
  phones: readonly Colleague[],
  away: readonly { extension: string; reason: string }[],
  ownExtension: string | null,
  typed: string,
): readonly ColleagueRow[] {
  const rows = users.flatMap((user): ColleagueRow[] => {
    const { extension, active } = user
    if (!active || extension === null || extension === ownExtension || !isNumber.test(extension)) return []
    const phone = phones.find((one) => one.extension === extension) ?? null
    return [{ user, extension, phone, away: away.find((one) => one.extension === extension)?.reason ?? null }]
  })
  rows.sort((a, b) => a.user.name.localeCompare(b.user.name))
  return bestMatches(rows, typed.trim(), ({ user, extension }) => `${user.name} ${extension}`)
}

/** Tells the phone whose telephones to watch, whenever that changes or the phone began anew. Answers the way to stop. */
export function keepColleaguesWatched({ live, links }: Pick<ConsoleModel, 'live' | 'links'>): () => void {
  let told = ''
  const tell = () => {
    if (live.phone.get() === null) return
    const own = live.status.get()?.user?.extension ?? null
    const extensions = colleagueRows(live.reference.get().users, [], [], own, '')
      .slice(0, colleaguesMax)
      .map(({ extension }) => extension)
    const key = extensions.join()
    if (key === told) return
    told = key
    links.phone.watchColleagues({ extensions }).catch(() => {
      told = ''
    })
  }
  const stops = [
    live.reference.subscribe(tell),
    live.status.subscribe(tell),
    live.phone.subscribe(() => {
      if (live.phone.get() === null) told = ''
      else if (told === '') tell()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** What a key on a colleague does now. */
export type ColleagueDeed = 'pickUp' | 'consult' | 'transfer' | 'call'

/** The first is what Enter does; the others have keys of their own. */
export function deedsFor(model: ConsoleModel, { phone }: ColleagueRow): readonly ColleagueDeed[] {
  const codes = model.live.settings.get()?.pbxFeatures
  const deeds: ColleagueDeed[] = []
  if (phone?.presence === 'ringing' && codes?.pickup) deeds.push('pickUp')
  if (talkInHand(model) !== null) deeds.push('consult', 'transfer')
  else deeds.push('call')
  return deeds
}

export function doFor(model: ConsoleModel, deed: ColleagueDeed, { extension }: ColleagueRow): void {
  const talk: CallId | null = talkInHand(model)?.id ?? null
  model.sheet.set(null)
  if (deed === 'pickUp') pickUp(model, { from: 'colleague', extension })
  else if (deed === 'call') dial(model, extension)
  else if (talk !== null && deed === 'consult') consult(model, talk, extension)
  else if (talk !== null) transfer(model, talk, extension)
}

/** Calls our own mailbox. */
export function callVoicemail(model: ConsoleModel): void {
  const code = model.live.settings.get()?.pbxFeatures.voicemail
  if (!code) return
  // A code of the PBX is not a telephone number: what may be dialled is said in the company's settings.
  model.links.phone.call({ number: code }).catch((error: unknown) => {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
  })
}
