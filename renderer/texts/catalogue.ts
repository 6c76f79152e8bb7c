import { calls } from './catalogue/calls.ts'
import { card } from './catalogue/card.ts'
import { commands } from './catalogue/commands.ts'
import { dial } from './catalogue/dial.ts'
import { form } from './catalogue/form.ts'
import { frame } from './catalogue/frame.ts'
import { lists } from './catalogue/lists.ts'
import { quality } from './catalogue/quality.ts'
import { screens } from './catalogue/screens.ts'
import { transfer } from './catalogue/transfer.ts'
import { trouble } from './catalogue/trouble.ts'
import { trust } from './catalogue/trust.ts'

/** Every word a person reads, one key each, Russian and English side by side under the translator's note. */
export const catalogue = {
  ...frame,
  ...calls,
  ...card,
  ...form,
  ...lists,
  ...transfer,
  ...trouble,
  ...trust,
  ...quality,
  ...screens,
  ...commands,
  ...dial,
}
