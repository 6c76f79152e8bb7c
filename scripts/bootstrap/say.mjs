/** @param {NodeJS.ProcessEnv} env @returns {'ru' | 'en'} the language of the person at the terminal */
export function terminalLanguage(env = process.env) {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale
  return /^ru/i.test(named) ? 'ru' : 'en'
}

/** What is said before any package is there to say it, in both languages of the product. */
const sentences = {
  usage: {
    en: (/** @type {string} */ verbs) =>
      `usage: node scripts/run.mjs VERB [arguments]; VERB is one of ${verbs}`,
    ru: (/** @type {string} */ verbs) =>
      `использование: node scripts/run.mjs ДЕЙСТВИЕ [аргументы]; ДЕЙСТВИЕ — одно из ${verbs}`,
  },
  noScript: {
    en: (/** @type {string} */ verb) => `"${verb}" has no script scripts/${verb}.ts in this copy.`,
    ru: (/** @type {string} */ verb) => `Для «${verb}» в этой копии нет файла scripts/${verb}.ts.`,
  },
  bootstrapTooOld: {
    en: (/** @type {string} */ have) =>
      `Node ${have} is too old even to install the packages. Install Node 20.19 or newer and repeat the command.`,
    ru: (/** @type {string} */ have) =>
      `Node ${have} слишком стар даже для установки пакетов. Установите Node 20.19 или новее и повторите команду.`,
  },
  nodeTooOld: {
    en: (/** @type {string} */ have) =>
      `Pult needs Node 24, this is Node ${have}, and there is no packaged Node for this system. Install Node 24 and repeat the command.`,
    ru: (/** @type {string} */ have) =>
      `Пульту нужен Node 24, здесь Node ${have}, а готового Node для этой системы в пакетах нет. Установите Node 24 и повторите команду.`,
  },
  packagesMissing: {
    en: () => 'npm packages: none yet, installing',
    ru: () => 'Пакеты npm: ещё нет, устанавливаю',
  },
  packagesChanged: {
    en: () => 'npm packages: package-lock.json has changed, installing anew',
    ru: () => 'Пакеты npm: package-lock.json изменился, устанавливаю заново',
  },
  packagesReady: {
    en: (/** @type {number} */ seconds) => `npm packages: ready in ${seconds} s`,
    ru: (/** @type {number} */ seconds) => `Пакеты npm: готово за ${seconds} с`,
  },
  packagesFailed: {
    en: (/** @type {number} */ code) =>
      `npm packages could not be installed (npm ci ended with ${code}, its words are above). Check the network and the proxy, then repeat the command; what was installed before is gone, nothing else has changed.`,
    ru: (/** @type {number} */ code) =>
      `Пакеты npm установить не удалось (npm ci завершился с кодом ${code}, его слова выше). Проверьте сеть и прокси и повторите команду; прежние пакеты удалены, больше ничего не изменилось.`,
  },
  stillWorking: {
    en: (/** @type {string} */ what, /** @type {number} */ seconds) => `${what}: ${seconds} s`,
    ru: (/** @type {string} */ what, /** @type {number} */ seconds) => `${what}: ${seconds} с`,
  },
  installing: {
    en: (/** @type {string} */ packages) => `apt: installing ${packages}`,
    ru: (/** @type {string} */ packages) => `apt: устанавливаю ${packages}`,
  },
  installed: {
    en: (/** @type {string} */ packages, /** @type {number} */ seconds) =>
      `apt: ${packages} ready in ${seconds} s`,
    ru: (/** @type {string} */ packages, /** @type {number} */ seconds) =>
      `apt: ${packages} готово за ${seconds} с`,
  },
  aptBusy: {
    en: (/** @type {number} */ seconds) =>
      `apt: another program is installing packages, trying again in ${seconds} s`,
    ru: (/** @type {number} */ seconds) => `apt: пакеты ставит другая программа, повтор через ${seconds} с`,
  },
  aptFailed: {
    en: (/** @type {string} */ packages) => `apt could not install ${packages}:`,
    ru: (/** @type {string} */ packages) => `apt не смог установить ${packages}:`,
  },
  pieceSkipped: {
    en: (/** @type {string} */ piece, /** @type {string} */ why) => `${piece} is missing: ${why}`,
    ru: (/** @type {string} */ piece, /** @type {string} */ why) => `${piece} отсутствует: ${why}`,
  },
  whyNoApt: {
    en: (/** @type {string} */ packages) =>
      `it is installed by itself only on Debian and Ubuntu; install ${packages} by hand`,
    ru: (/** @type {string} */ packages) =>
      `само устанавливается только в Debian и Ubuntu; установите ${packages} вручную`,
  },
  whyNoRoot: {
    en: (/** @type {string} */ packages) =>
      `installing needs root; run "sudo apt-get install ${packages}" and repeat the command`,
    ru: (/** @type {string} */ packages) =>
      `для установки нужны права root; выполните «sudo apt-get install ${packages}» и повторите команду`,
  },
  whyAptFailed: {
    en: (/** @type {string} */ packages) => `apt failed; run "apt-get install ${packages}" to see why`,
    ru: (/** @type {string} */ packages) =>
      `apt завершился с ошибкой; выполните «apt-get install ${packages}», чтобы увидеть причину`,
  },
  ciNeedsAll: {
    en: () => 'CI=true: a missing piece is a failure. Stopped.',
    ru: () => 'CI=true: недостающая часть — это ошибка. Остановлено.',
  },
}

/**
 * @template {keyof typeof sentences} Key
 * @param {Key} key
 * @param {Parameters<(typeof sentences)[Key]['en']>} values
 * @returns {string} the sentence in the terminal's language
 */
export function say(key, ...values) {
  const sentence = /** @type {(...given: unknown[]) => string} */ (sentences[key][terminalLanguage()])
  return sentence(...values)
}

/** One line of news; on stderr, so that stdout stays the verb's own. @param {string} line */
export function tell(line) {
  process.stderr.write(`${line}\n`)
}
