import type { NewUser } from '#desk/session/users.ts'

/** Passwords of people and phones here; they open nothing but what a test made for itself. */
export const password = 'correct horse battery'

export const anna = { login: 'anna', name: 'Анна Смирнова', role: 'dispatcher', extension: '101', password }
export const boris = { login: 'boris', name: 'Борис Ким', role: 'dispatcher', extension: '102', password }
export const people = [anna, boris] as readonly NewUser[]

export type Person = typeof anna
