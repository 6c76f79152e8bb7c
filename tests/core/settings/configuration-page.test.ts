import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { config } from '#core/settings/config-file.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []

/** Names of the fields, `phone.user`; what lists and tables by name hold is described with their own field. */
function fieldsOf(schema: z.core.JSONSchema.BaseSchema, before = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = before + name
    if (typeof field === 'boolean' || !field.properties || name === 'signIn') return [path]
    return fieldsOf(field, `${path}.`)
  })
}

const fields = fieldsOf(z.toJSONSchema(config, { io: 'input' }))

describe('the page on the configuration file', () => {
  test('knows as many fields as there are', () => {
    expect(fields.length).toBeGreaterThan(35)
  })

  test.each(fields)('says what %s means', (field) => {
    expect(page).toContain(`| \`${field}\` |`)
  })

  test.each(fields)('gives an example of %s', (field) => {
    const found = field
      .split('.')
      .reduce<unknown>((part, name) => Object(part)[name], JSON.parse(example) as unknown)
    expect(found).toBeDefined()
  })

  test('speaks of no field there is not', () => {
    const spoken = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, field]) => field)
    expect(spoken.filter((field) => !fields.includes(field ?? ''))).toEqual([])
  })

  test('has an example that a console takes', () => {
    expect(config.safeParse(JSON.parse(example)).error?.issues).toBeUndefined()
  })
})
