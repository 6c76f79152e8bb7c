import { type Intent, intent } from '#domain/intent/intent.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import { upcastIntent } from '#domain/intent/upcast-intent.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import { unstorableAt } from './storable-text.ts'

const kinds: ReadonlySet<unknown> = new Set(intent.options.map(({ shape }) => shape.kind.value))

/** What a console sent under a version of the intents, as today's intent, or why it can never be one. */
export function readIntent(written: unknown, version: number): Result<Intent, Refusal> {
  const upcast = upcastIntent(written, version)
  if (!upcast.ok) return refuse({ code: 'invalid', field: 'version' })
  const sent = upcast.value
  if (typeof sent !== 'object' || sent === null || !('kind' in sent)) {
    return refuse({ code: 'invalid', field: 'kind' })
  }
  if (!kinds.has(sent.kind)) return refuse({ code: 'unknownKind', kind: String(sent.kind).slice(0, 64) })
  const read = intent.safeParse(sent)
  if (!read.success) {
    return refuse({ code: 'invalid', field: (read.error.issues[0]?.path ?? []).map(String).join('.') })
  }
  const unstorable = unstorableAt(read.data)
  return unstorable === null ? ok(read.data) : refuse({ code: 'invalid', field: unstorable })
}
