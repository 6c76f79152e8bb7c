/** What the number index keeps of a number: its last ten digits, and all of it where it has seven as dialled inside an area. */
export function numberParts(number: string): { nat10: string | null; loc7: string | null } {
  const digits = number.replace(/\D/g, '')
  return { nat10: digits.length >= 10 ? digits.slice(-10) : null, loc7: digits.length === 7 ? digits : null }
}

/** A PBX gets its numbers in blocks of a hundred: all but the last two digits name the block. Null: too short. */
export function numberBlock(number: string | null): string | null {
  return number !== null && number.replace(/\D/g, '').length >= 10 ? number.slice(0, -2) : null
}
