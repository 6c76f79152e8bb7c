import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { namesOf } from './names.ts'

/** A refused new ticket is opened as a draft again, in the pane on the right. */
export async function editAsDraft(model: ConsoleModel, n: number): Promise<void> {
  const { id } = await model.links.core.outbox.toDraft({ n })
  await model.drafts.restore()
  model.sheet.set(null)
  model.view.set('console')
  model.drafts.show(id)
  model.wantsSubject.set(id)
}

/** What the desk has not taken goes into a file the person keeps. */
export async function saveToFile(model: ConsoleModel): Promise<void> {
  try {
    const { text } = await model.links.core.outbox.export()
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `pult-${new Date().toISOString().slice(0, 16).replace(':', '-')}.json`
    link.click()
    URL.revokeObjectURL(address)
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
  }
}
