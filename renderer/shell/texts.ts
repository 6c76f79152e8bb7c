import { defineTexts } from '#renderer/texts/define-texts.ts'
import type { Language } from '#renderer/texts/i18n.ts'

/** What the outer page itself says; everything else is said by the console in its frame. */
export const texts = defineTexts({
  takenTitle: {
    note: 'Title when another tab or browser has the phone',
    ru: 'Пульт уже открыт',
    en: 'Pult is already open',
  },
  takenText: {
    note: 'Said in the second window, above the button that moves the phone',
    ru: 'Пульт уже открыт в другом окне, и телефон работает там. Если перенести его сюда, разговор в том окне завершится.',
    en: 'Pult is already open in another window and the phone works there. Moving it here ends a call in that window.',
  },
  lostText: {
    note: 'Said in the window that lost the phone to another one',
    ru: 'Пульт открыт в другом окне, и телефон теперь работает там. Всё набранное сохранено. Можно вернуть телефон сюда.',
    en: 'Pult was opened in another window and the phone works there now. Everything you typed is kept. You can bring the phone back here.',
  },
  freeText: {
    note: 'Said when the other window has been closed',
    ru: 'Другое окно закрыто. Пульт можно открыть здесь.',
    en: 'The other window was closed. You can open Pult here.',
  },
  take: { note: 'Button that moves the phone here', ru: 'Работать здесь', en: 'Work here' },
  away: {
    note: 'Banner: the core on this computer does not answer; a call in the phone page goes on',
    ru: 'Служба Пульта на этом компьютере не отвечает, пробуем снова. Если идёт разговор, он продолжается.',
    en: 'The Pult service on this computer does not answer; trying again. A call in progress goes on.',
  },
  stranger: {
    note: 'Banner: the core was started anew and does not know this browser any more',
    ru: 'Пульт был перезапущен. Закончите разговор, если он идёт, и откройте новый напечатанный адрес.',
    en: 'Pult was started anew. Finish the call if there is one, then open the new address it printed.',
  },
})

export type TextKey = keyof typeof texts

export const textIn = (language: Language, key: TextKey): string => texts[key][language]
