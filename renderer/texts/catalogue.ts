import { attachments } from './catalogue/attachments.ts'
import { callTools } from './catalogue/call-tools.ts'
import { calls } from './catalogue/calls.ts'
import { card } from './catalogue/card.ts'
import { colleagues } from './catalogue/colleagues.ts'
import { commands } from './catalogue/commands.ts'
import { dial } from './catalogue/dial.ts'
import { endings } from './catalogue/endings.ts'
import { filling } from './catalogue/filling.ts'
import { form } from './catalogue/form.ts'
import { frame } from './catalogue/frame.ts'
import { ledger } from './catalogue/ledger.ts'
import { lists } from './catalogue/lists.ts'
import { own } from './catalogue/own.ts'
import { pbx } from './catalogue/pbx.ts'
import { quality } from './catalogue/quality.ts'
import { screens } from './catalogue/screens.ts'
import { sound } from './catalogue/sound.ts'
import { transfer } from './catalogue/transfer.ts'
import { trouble } from './catalogue/trouble.ts'
import { trust } from './catalogue/trust.ts'

/** Every word a person reads, one key each, Russian and English side by side under the translator's note. */
export const catalogue = {
  ...attachments,
  ...frame,
  ...calls,
  ...callTools,
  ...card,
  ...endings,
  ...filling,
  ...form,
  ...lists,
  ...ledger,
  ...transfer,
  ...trouble,
  ...trust,
  ...pbx,
  ...quality,
  ...own,
  ...colleagues,
  ...screens,
  ...sound,
  ...commands,
  ...dial,
}
