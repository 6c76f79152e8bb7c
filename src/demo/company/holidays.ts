import type { IsoDate } from '#domain/instant.ts'

const newYear = (year: number): IsoDate[] => [1, 2, 3, 4, 5, 6, 7, 8].map((day) => `${year}-01-0${day}`)

/** Days off in Russia on which offices would otherwise work, with the days moved by decree (2026) or by law (2027). */
export const russianHolidays: readonly IsoDate[] = [
  ...newYear(2026),
  '2026-01-09',
  '2026-02-23',
  '2026-03-09',
  '2026-05-01',
  '2026-05-11',
  '2026-06-12',
  '2026-11-04',
  '2026-12-31',
  ...newYear(2027),
  '2027-02-23',
  '2027-03-08',
  '2027-05-03',
  '2027-05-10',
  '2027-06-14',
  '2027-11-04',
]
