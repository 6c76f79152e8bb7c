import { SaxesParser } from 'saxes'
import { type DialogInfo, dialogInfo } from '#domain/call/dialog-info.ts'
import { ok, type Result, refuse } from '#shared/result.ts'

export type DialogInfoRefusal =
  | { code: 'tooLong' | 'documentType' | 'notWellFormed' | 'notDialogInfo' | 'tooDeep' }
  | { code: 'unexpected'; field: string }

const namespace = 'urn:ietf:params:xml:ns:dialog-info'
/** A phone with three calls is under 4 KiB. */
const lengthMax = 64 * 1024
/** dialog-info / dialog / remote / identity is four. */
const depthMax = 12

type Open = { local: string; uri: string; attribute: (name: string) => string | null; text: string }
/** A dialog as far as it was read; checked by the schema at the end. */
type Draft = {
  id: string | null
  state: string
  direction: string | null
  callId: string | null
  remote: { uri: string; name: string } | null
}
type Document = { entity: string; version: number; state: string; dialogs: Draft[] }

/**
 * Reads a body of `application/dialog-info+xml` (RFC 4235 §4). A streaming reader instead of DOMParser, which our
 * Trusted Types policy forbids to any string. Document types and with them entities are refused; never throws.
 */
export function readDialogInfo(body: string): Result<DialogInfo, DialogInfoRefusal> {
  if (body.length > lengthMax) return refuse({ code: 'tooLong' })
  const read = readDocument(body)
  if (!read.ok) return read
  const checked = dialogInfo.safeParse(read.value)
  if (checked.success) return ok(checked.data)
  return refuse({ code: 'unexpected', field: checked.error.issues[0]?.path.join('.') ?? '' })
}

/** Leaves the parser at the first thing that must not be; caught in `readDocument` alone. */
class Refused extends Error {
  readonly code: 'documentType' | 'notWellFormed' | 'notDialogInfo' | 'tooDeep'
  constructor(code: Refused['code']) {
    super(code)
    this.code = code
  }
}

function readDocument(body: string): Result<Document, DialogInfoRefusal> {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const path: Open[] = []
  let document: Document | null = null
  const stop = (code: Refused['code']) => {
    throw new Refused(code)
  }
  parser.on('error', () => stop('notWellFormed'))
  parser.on('doctype', () => stop('documentType'))
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (path.length >= depthMax) stop('tooDeep')
    path.push({ local, uri, attribute: (name) => attributes[name]?.value ?? null, text: '' })
    if (path.length === 1) {
      document = beginning(path[0] as Open)
      if (document === null) stop('notDialogInfo')
    } else if (path.length === 2 && isOurs(path, 'dialog')) document?.dialogs.push(draftOf(path[1] as Open))
  })
  parser.on('text', (text) => {
    const open = path.at(-1)
    if (open) open.text += text
  })
  parser.on('closetag', () => {
    const draft = document?.dialogs.at(-1)
    if (draft && path[1]?.local === 'dialog') fill(draft, path)
    path.pop()
  })
  try {
    parser.write(body).close()
  } catch (error) {
    if (error instanceof Refused) return refuse({ code: error.code })
    throw error
  }
  return document === null ? refuse({ code: 'notDialogInfo' }) : ok(document)
}

function isOurs(path: readonly Open[], local: string): boolean {
  const open = path.at(-1)
  return open?.local === local && open.uri === namespace
}

function beginning({ local, uri, attribute }: Open): Document | null {
  if (local !== 'dialog-info' || uri !== namespace) return null
  const version = attribute('version') ?? ''
  return {
    entity: attribute('entity') ?? '',
    version: /^\d{1,10}$/.test(version) ? Number(version) : Number.NaN,
    state: attribute('state') ?? '',
    dialogs: [],
  }
}

function draftOf({ attribute }: Open): Draft {
  return {
    id: attribute('id'),
    state: '',
    direction: attribute('direction')?.toLowerCase() ?? null,
    callId: attribute('call-id'),
    remote: null,
  }
}

/** Takes the element that just closed into its dialog. */
function fill(draft: Draft, path: readonly Open[]): void {
  const [, , third, fourth] = path
  const open = path.at(-1) as Open
  const text = open.text.trim()
  if (path.length === 3 && isOurs(path, 'state')) draft.state = text.toLowerCase()
  if (path.length !== 4 || third?.local !== 'remote' || third.uri !== namespace || fourth?.uri !== namespace)
    return
  if (open.local === 'identity') draft.remote = { uri: text, name: open.attribute('display') ?? '' }
  // Asterisk always sends a target, an identity only where the hint has one; the identity names the number better.
  if (open.local === 'target' && draft.remote === null) {
    draft.remote = { uri: open.attribute('uri') ?? '', name: '' }
  }
}
