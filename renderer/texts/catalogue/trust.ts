import { defineTexts } from '../define-texts.ts'

export const trust = defineTexts({
  'lease.endedTitle': {
    note: 'The machine has not reached the desk for three days',
    ru: 'Нет связи с центром больше трёх суток',
    en: 'No word from the desk for over three days',
  },
  'lease.endedText': {
    note: 'What it means',
    ru: 'Данные клиентов закрыты, пока центр не подтвердит, что им здесь можно пользоваться. Телефон работает, звонки записываются в журнал.',
    en: 'Customer data is closed until the desk confirms that it may be used here. The telephone works and calls are recorded.',
  },
  'lease.pending': {
    note: 'Changes not sent',
    ru: {
      one: 'Сохранено и ждёт отправки: {{count}} изменение.',
      few: 'Сохранено и ждёт отправки: {{count}} изменения.',
      many: 'Сохранено и ждёт отправки: {{count}} изменений.',
      other: 'Сохранено и ждёт отправки: {{count}} изменения.',
    },
    en: {
      one: 'Saved and waiting to be sent: {{count}} change.',
      other: 'Saved and waiting to be sent: {{count}} changes.',
    },
  },
  'lease.retry': { note: 'Button', ru: 'Связаться сейчас', en: 'Try the desk now' },
  'lease.soon': {
    note: 'Banner, span = time left',
    ru: 'Без связи с центром данные клиентов закроются через {{span}}. Проверьте сеть или позовите ИТ.',
    en: 'Without the desk customer data closes in {{span}}. Check the network or call IT.',
  },
  'error.leaseEnded': {
    note: 'A verb was refused',
    ru: 'Данные клиентов закрыты: центр давно не отвечал. Дождитесь связи с ним.',
    en: 'Customer data is closed: the desk has been silent for too long. Wait until it answers.',
  },
  'signIn.wiped': {
    note: 'On the sign-in page, when = day or time',
    ru: 'ИТ удалил данные с этого рабочего места ({{when}}). Всё, что ждало отправки, ушло в центр.',
    en: 'IT removed the data from this workstation ({{when}}). What was waiting had been sent to the desk.',
  },
  'tray.edit': { note: 'Button: mend a refused change', ru: 'Исправить', en: 'Edit' },
  'tray.words': { note: 'Label of the words of a refused comment', ru: 'Текст', en: 'Text' },
  'tray.send': { note: 'Button', ru: 'Отправить', en: 'Send' },
  'tray.export': {
    note: 'Button: saves what was not sent to a file',
    ru: 'Сохранить в файл',
    en: 'Save to a file',
  },
})
