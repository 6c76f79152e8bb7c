import { defineTexts } from '../define-texts.ts'

const note = 'Under a call that is over: what one can do now. The reason stands above it'

/** The next step after a call that came to nothing; `end.*` says why. */
export const endings = defineTexts({
  'endNext.missed': {
    note,
    ru: 'Звонок в «Пропущенных»: перезвоните оттуда.',
    en: 'It is under “Missed”: call back from there.',
  },
  'endNext.rejected': {
    note,
    ru: 'Позвоните позже или другому контакту.',
    en: 'Call later, or call another contact.',
  },
  'endNext.busy': {
    note,
    ru: 'Позвоните через минуту или другому контакту.',
    en: 'Call again in a minute, or call another contact.',
  },
  'endNext.noAnswer': {
    note,
    ru: 'Позвоните позже или другому контакту.',
    en: 'Call later, or call another contact.',
  },
  'endNext.doNotDisturb': {
    note,
    ru: 'Позвоните позже или другому контакту.',
    en: 'Call later, or call another contact.',
  },
  'endNext.notFound': {
    note,
    ru: 'Проверьте номер и наберите снова. Коллеге: возможно, его телефон не подключён.',
    en: 'Check the number and dial again. If it is a colleague, their phone may not be connected.',
  },
  'endNext.unavailable': {
    note,
    ru: 'Телефон выключен или не подключён: позвоните позже.',
    en: 'The phone is off or not connected: call later.',
  },
  'endNext.forbidden': {
    note,
    ru: 'Если звонить туда нужно, попросите ИТ разрешить это направление.',
    en: 'If you need to call there, ask IT to allow it.',
  },
  'endNext.redirected': {
    note,
    ru: 'Спросите другой номер у клиента или посмотрите в карточке.',
    en: 'Look at the card for another number, or ask the customer.',
  },
  'endNext.redirectedTo': {
    note: 'Under a call that is over: whom we called wants another number called',
    ru: 'Просят звонить на {{number}}. Сами туда не звоним.',
    en: 'They ask you to call {{number}}. Nobody is called unasked.',
  },
  'endNext.failed': {
    note,
    ru: 'Наберите снова; если повторится, скажите ИТ.',
    en: 'Dial again; if it repeats, tell IT.',
  },
  'endNext.failedWith': {
    note: 'Under a call that is over; code = the PBX’s answer, such as 500',
    ru: 'Станция ответила ошибкой {{code}}. Наберите снова; если повторится, скажите ИТ этот код.',
    en: 'The PBX answered with error {{code}}. Dial again; if it repeats, tell IT this code.',
  },
  'endNext.noAck': {
    note,
    ru: 'Вас могли не услышать: перезвоните.',
    en: 'They may not have heard you: call back.',
  },
  'endNext.unreadable': {
    note,
    ru: 'Звонок не удалось принять. Скажите ИТ: станция прислала вызов с ошибкой.',
    en: 'The call could not be taken. Tell IT: the PBX sent a broken call.',
  },
  'endNext.transportLost': {
    note,
    ru: 'Перезвоните, когда линия будет готова: она восстанавливается сама.',
    en: 'Call back when the line is ready: it restores itself.',
  },
  'endNext.mediaLost': {
    note,
    ru: 'Перезвоните; если звук пропадёт снова, проверьте сеть.',
    en: 'Call back; if the sound goes again, check the network.',
  },
  'endNext.microphoneRefused': {
    note,
    ru: 'Проверьте микрофон в настройках звука и перезвоните.',
    en: 'Check the microphone in the sound settings and call back.',
  },
  'endNext.crash': {
    note,
    ru: 'Перезвоните: собеседник мог остаться без ответа.',
    en: 'Call back: the other side may be left without an answer.',
  },
  'endNext.expired': {
    note,
    ru: 'Станция перестала отвечать в разговоре. Перезвоните.',
    en: 'The PBX stopped answering during the call. Call back.',
  },
})
