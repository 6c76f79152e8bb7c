/** The few words the shell itself says, outside every page. `{…}` is filled in; technical names stay as they are. */
const texts = {
  ru: {
    /** Tray menu: shows the console. */
    open: 'Открыть Пульт',
    /** Tray menu: ends calls and the program. */
    quit: 'Завершить работу',
    /** Title of an error box. */
    cannotStart: 'Пульт не может запуститься',
    /** No key store of the operating system. */
    noKeychain:
      'Операционная система не даёт хранилище ключей, поэтому данные клиентов нельзя сохранить зашифрованными. Разблокируйте хранилище ключей и запустите Пульт ещё раз.',
    /** Linux without libsecret or KWallet; {policy} is the path of the policy file. */
    plainText:
      'На этом компьютере нет защищённого хранилища ключей (GNOME Keyring или KWallet). Установите его или разрешите работу без него параметром allowPlainSecrets в файле {policy}.',
    /** The policy file is damaged; {policy} is its path. */
    badPolicy: 'Файл политики {policy} не читается. Исправьте его или удалите и запустите Пульт ещё раз.',
    /** The core failed several times in a row; {log} is the path of the log. */
    coreFails:
      'Служба данных Пульта не запускается. Всё сохранённое остаётся на диске. Пульт продолжает попытки; подробности в {log}.',
  },
  en: {
    open: 'Open Pult',
    quit: 'Quit',
    cannotStart: 'Pult cannot start',
    noKeychain:
      'The operating system offers no key store, so customer data cannot be kept encrypted. Unlock the key store and start Pult again.',
    plainText:
      'This computer has no protected key store (GNOME Keyring or KWallet). Install one, or allow working without it by allowPlainSecrets in {policy}.',
    badPolicy: 'The policy file {policy} cannot be read. Mend it, or remove it, and start Pult again.',
    coreFails:
      'The data service of Pult does not start. Everything saved is still on disk. Pult keeps trying; details are in {log}.',
  },
} as const

export type ShellText = keyof (typeof texts)['en']

/** The sentence in the person's language: Russian for ru-*, English for everybody else. */
export function shellText(
  locale: string,
  key: ShellText,
  values: Readonly<Record<string, string>> = {},
): string {
  const sentence = texts[locale.toLowerCase().startsWith('ru') ? 'ru' : 'en'][key]
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
