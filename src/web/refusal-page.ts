import type { Refusal } from './door.ts'

const sentences = {
  401: [
    'Этот адрес уже использован или Пульт был перезапущен. Откройте Пульт ещё раз: он напечатает новый адрес.',
    'This address has been used, or Pult was started anew. Open Pult again: it prints a new address.',
  ],
  403: [
    'Так в Пульт не войти: откройте адрес, который он напечатал, прямо в браузере.',
    'There is no way in from here: open the address Pult printed directly in the browser.',
  ],
} as const

/** What a person sees who is turned away; the same for every reason, so that it helps nobody to guess. */
export function refusalPage({ status }: Refusal): string {
  const [ru, en] = sentences[status]
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Пульт</title><p>${ru}</p><p lang="en">${en}</p></html>\n`
}
