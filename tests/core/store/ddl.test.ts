import { expect, test } from 'vitest'
import { attachedIndexDdl, ddlOf, indexDdl, searchDdl, tableDdl } from '#core/store/ddl.ts'
import { shapes } from '#domain/entities.ts'

test('every table, full text with its settings, and index is made in the file of one feed; what a file is for in each', () => {
  const files = shapes.map(ddlOf)
  const isMeta = (ddl: string) => ddl.includes('"meta"')
  const tables = files.flatMap((file) => file.tables)
  expect(tables.filter((ddl) => !isMeta(ddl)).sort()).toEqual(tableDdl.filter((ddl) => !isMeta(ddl)).sort())
  expect(tables.filter(isMeta)).toHaveLength(shapes.length)
  expect(files.flatMap((file) => file.search).sort()).toEqual([...searchDdl].sort())
  expect(files.flatMap((file) => file.indexes).sort()).toEqual([...indexDdl].sort())
  expect(attachedIndexDdl.filter((ddl) => !/^create index "(ref|hot|timeline)"\./.test(ddl))).toEqual([])
})
