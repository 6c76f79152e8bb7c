import { terminalLanguage } from '../bootstrap/say.mjs'

/** What `npm start` says at the terminal. */
const words = {
  building: { en: () => 'Building the pages …', ru: () => 'Собираю страницы …' },
  built: { en: (s: string) => `Built in ${s} s`, ru: (s: string) => `Собрано за ${s} с` },
  buildFailed: {
    en: () => 'The pages could not be built, the reason is above.',
    ru: () => 'Собрать страницы не удалось, причина выше.',
  },
  demoStarts: {
    en: () => 'Starting the demo: desk, company, telephone network …',
    ru: () => 'Запускаю демонстрацию: центр, компания, телефонная сеть …',
  },
  seeding: {
    en: (rows: string) => `  loading the demo company: ${rows} rows`,
    ru: (rows: string) => `  загружаю компанию: записей ${rows}`,
  },
  demoFailed: {
    en: (why: string) => `The demo could not start: ${why}`,
    ru: (why: string) => `Демонстрация не запустилась: ${why}`,
  },
  console: { en: (who: string) => `Console of ${who}`, ru: (who: string) => `Пульт: ${who}` },
  plainConsole: { en: () => 'Console', ru: () => 'Пульт' },
  page: { en: () => 'Page that places calls', ru: () => 'Страница, с которой звонят' },
  once: {
    en: () => 'An address of a console lets one browser in; it keeps a cookie from then on.',
    ru: () => 'Адрес пульта впускает один браузер; дальше он помнит его сам.',
  },
  desk: { en: () => 'Central desk', ru: () => 'Центр' },
  stop: { en: () => 'Ctrl+C ends everything.', ru: () => 'Ctrl+C завершает всё.' },
  inElectron: { en: () => 'Opening the console in Electron.', ru: () => 'Открываю пульт в Electron.' },
  inBrowser: {
    en: (browser: string) => `The Electron binary is not installed: opening the console in ${browser}.`,
    ru: (browser: string) => `Программы Electron здесь нет: открываю пульт в ${browser}.`,
  },
  noBrowser: {
    en: () =>
      'Neither Electron nor Chrome/Chromium was found: open the console address in a Chromium browser.',
    ru: () => 'Ни Electron, ни Chrome/Chromium не найдены: откройте адрес пульта в браузере на Chromium.',
  },
  noDisplay: {
    en: () => 'There is no display here to open a window on: open the console address in a Chromium browser.',
    ru: () => 'Здесь нет экрана, чтобы открыть окно: откройте адрес пульта в браузере на Chromium.',
  },
  badArgument: {
    en: (word: string) =>
      `Not understood: ${word}\nnpm start -- [--no-window] [--config FILE] [--size small|usual|large] [--folder DIR] [--port N]`,
    ru: (word: string) =>
      `Не понято: ${word}\nnpm start -- [--no-window] [--config ФАЙЛ] [--size small|usual|large] [--folder ПАПКА] [--port N]`,
  },
  badConfig: {
    en: (why: string) => `The configuration cannot be used: ${why}`,
    ru: (why: string) => `Файл настроек не подходит: ${why}`,
  },
  folderInUse: {
    en: (folder: string) =>
      `Another Pult already works with ${folder}. Close it, or give --folder another one.`,
    ru: (folder: string) =>
      `С папкой ${folder} уже работает другой Пульт. Закройте его или укажите другую через --folder.`,
  },
  portTaken: {
    en: (port: string) => `Port ${port} is taken. Give --port another one, or leave it out.`,
    ru: (port: string) => `Порт ${port} занят. Укажите другой через --port или не указывайте.`,
  },
} as const

export type Word = keyof typeof words

/** One sentence in the language of the terminal. */
export function say(word: Word, value = ''): string {
  return words[word][terminalLanguage()](value)
}
