import { defineTexts } from '../define-texts.ts'

export const trouble = defineTexts({
  'refusal.notFound': {
    note: 'Why the desk said no',
    ru: 'В центре этого уже нет. Обновите и решите, нужно ли повторить.',
    en: 'The desk no longer has it. Refresh and decide whether to redo.',
  },
  'refusal.alreadyExists': {
    note: 'Why the desk said no',
    ru: 'Такая запись в центре уже есть. Можно отказаться от своей.',
    en: 'The desk already has such a record. You may discard yours.',
  },
  'refusal.alreadyRouted': {
    note: 'by = who, place = where it lies now',
    ru: 'Пока вы направляли, заявку уже направили: {{place}} ({{by}}). Повторите, если всё же нужно по-вашему.',
    en: 'Meanwhile the ticket was routed: {{place}} ({{by}}). Redo if yours is still right.',
  },
  'refusal.alreadyChanged': {
    note: 'now = present value',
    ru: 'Пока вы меняли, это уже изменили: теперь «{{now}}». Повторите, если всё же нужно по-вашему.',
    en: 'Meanwhile it was changed: now “{{now}}”. Redo if yours is still right.',
  },
  'refusal.statusNotAllowed': {
    note: 'from = present status, allowed = list',
    ru: 'Из состояния «{{from}}» так нельзя. Можно: {{allowed}}.',
    en: 'Not possible from “{{from}}”. Possible: {{allowed}}.',
  },
  'refusal.forbidden': {
    note: 'No right',
    ru: 'На это нет прав. Попросите старшего смены.',
    en: 'You have no right to do this. Ask the supervisor.',
  },
  'refusal.invalid': {
    note: 'A field is wrong',
    ru: 'Центр не принял поле «{{field}}». Поправьте и повторите.',
    en: 'The desk did not accept the field “{{field}}”. Correct it and redo.',
  },
  'refusal.unknownKind': {
    note: 'Desk is older than the console',
    ru: 'Центр пока не умеет такое изменение: он старее Пульта. Сообщите в ИТ.',
    en: 'The desk cannot do this change yet: it is older than this console. Tell IT.',
  },
  'refusal.parentRefused': {
    note: 'Creation was refused',
    ru: 'Не принята сама заявка или контакт: сначала решите с ними.',
    en: 'The ticket or contact itself was refused: settle that first.',
  },
  'refusal.quarantined': {
    note: 'Desk broke on it',
    ru: 'Центр споткнулся на этом изменении; его посмотрит человек. Оно не потеряно.',
    en: 'The desk stumbled over this change; a person will look at it. It is not lost.',
  },
  'refusal.somebody': { note: 'Unknown who did it', ru: 'кто-то из коллег', en: 'a colleague' },

  'error.diskFull': {
    note: 'No room on disk',
    ru: 'На диске нет места: изменение не записано, текст остался на экране. Освободите место и повторите.',
    en: 'The disk is full: the change was not written, the text is still on screen. Make room and try again.',
  },
  'error.outboxUnreadable': {
    note: 'Outbox cannot be written',
    ru: 'Не получается записать на этот компьютер. Текст остался на экране; позовите ИТ.',
    en: 'Cannot write on this computer. The text is still on screen; call IT.',
  },
  'error.signedOut': {
    note: 'Signed out meanwhile',
    ru: 'Вы вышли из Пульта. Войдите снова: текст остался на экране.',
    en: 'You are signed out. Sign in again: the text is still on screen.',
  },
  'error.noSuchCustomer': {
    note: 'Customer not known',
    ru: 'Этого клиента нет в данных.',
    en: 'This customer is not in the data.',
  },
  'error.noSuchTicket': {
    note: 'Ticket not known',
    ru: 'Этой заявки нет в данных.',
    en: 'This ticket is not in the data.',
  },
  'error.noSuchChange': {
    note: 'Change not known',
    ru: 'Это изменение уже ушло.',
    en: 'This change is already gone.',
  },
  'error.forbidden': { note: 'No right', ru: 'На это нет прав.', en: 'You have no right to this.' },
  'error.lineChanged': {
    note: 'The core restarted in the middle',
    ru: 'Рабочее место перезапустилось посреди действия. Повторите.',
    en: 'The workstation restarted in the middle. Try again.',
  },
  'error.other': {
    note: 'Anything else',
    ru: 'Не получилось. Ничего не потеряно; попробуйте ещё раз, а если повторится, скажите ИТ.',
    en: 'That did not work. Nothing is lost; try again, and tell IT if it repeats.',
  },

  'banner.desk.refused': {
    note: 'Desk away: nobody answers there',
    ru: 'Центр не отвечает по своему адресу. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk does not answer at its address. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.timeout': {
    note: 'Desk away: too slow',
    ru: 'Центр не ответил вовремя. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk did not answer in time. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.dns': {
    note: 'Desk away: name not found',
    ru: 'Адрес центра не находится в сети. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk’s address is not found. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.tls': {
    note: 'Desk away: certificate',
    ru: 'Сертификат центра не заслуживает доверия, поэтому не соединяемся: скажите ИТ. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk’s certificate is not trusted, so we do not connect: tell IT. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.cut': {
    note: 'Desk away: connection cut',
    ru: 'Связь с центром оборвалась. Звонки и заявки работают, в пути {{n}}.',
    en: 'The link to the desk was cut. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.notADesk': {
    note: 'Another server answers',
    ru: 'По адресу центра отвечает что-то другое: проверьте адрес в настройках. Звонки и заявки работают, в пути {{n}}.',
    en: 'Something else answers at the desk’s address: check it in the settings. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.failing': {
    note: 'Desk answers with failures',
    ru: 'Центр сейчас неисправен. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk is failing. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.signedOut': {
    note: 'The sign-in ended',
    ru: 'Центр просит войти снова. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk asks you to sign in again. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.tooOld': {
    note: 'Console too old for the desk',
    ru: 'Этот Пульт слишком старый для центра: нужно обновление. Звонки и заявки работают, в пути {{n}}.',
    en: 'This console is too old for the desk: update it. Calls and tickets work, {{n}} in transit.',
  },
  'banner.desk.forbidden': {
    note: 'User may not',
    ru: 'Центр не пускает этого пользователя: скажите старшему. Звонки и заявки работают, в пути {{n}}.',
    en: 'The desk does not admit this user: tell the supervisor. Calls and tickets work, {{n}} in transit.',
  },
  'banner.cacheRebuilt': {
    note: 'Cache was damaged',
    ru: 'Местная копия данных была повреждена и загружается заново. Ваших изменений в ней не было: всё цело.',
    en: 'The local copy of the data was damaged and is being loaded anew. None of your changes were in it: nothing is lost.',
  },
  'banner.outboxKeptAside': {
    note: 'Outbox was damaged; file = its name',
    ru: 'Файл неотправленных изменений повреждён и отложен для ИТ: {{file}}. Новые изменения пишутся в новый.',
    en: 'The file of unsent changes is damaged and kept aside for IT: {{file}}. New changes go to a new one.',
  },
  'banner.diskFull': {
    note: 'Disk full',
    ru: 'На диске нет места: новые заявки пока не сохранятся. Читать и говорить можно. Освободите место.',
    en: 'The disk is full: new tickets cannot be saved now. Reading and talking work. Make room.',
  },
  'banner.clockSkew': {
    note: 'Clock differs from the desk; span',
    ru: 'Часы этого компьютера расходятся с центром на {{span}}. Сроки показаны по часам центра.',
    en: 'This computer’s clock is {{span}} off the desk’s. Due times follow the desk’s clock.',
  },
  'banner.line.noAccount': {
    note: 'Line trouble',
    ru: 'Телефон не настроен: звонки сюда не дойдут. Впишите его в настройках.',
    en: 'The phone is not set up: calls cannot reach you. Enter it in the settings.',
  },
  'banner.line.unreachable': {
    note: 'Line trouble',
    ru: 'Станция не отвечает: звонки сюда не доходят. Пробуем снова сами; проверьте сеть.',
    en: 'The PBX does not answer: calls do not reach you. Retrying by itself; check the network.',
  },
  'banner.line.socketLost': {
    note: 'Line trouble',
    ru: 'Связь со станцией потеряна: звонки сюда не доходят. Восстанавливаем сами.',
    en: 'The link to the PBX is lost: calls do not reach you. Restoring it by itself.',
  },
  'banner.line.wrongPassword': {
    note: 'Line trouble',
    ru: 'Станция не приняла имя или пароль телефона: звонки сюда не доходят. Проверьте их в настройках.',
    en: 'The PBX did not accept the phone’s user or password: calls do not reach you. Check them in the settings.',
  },
  'banner.line.forbidden': {
    note: 'Line trouble',
    ru: 'Станция запретила этот телефон: звонки сюда не доходят. Скажите ИТ.',
    en: 'The PBX does not allow this phone: calls do not reach you. Tell IT.',
  },
  'banner.line.unknownUser': {
    note: 'Line trouble',
    ru: 'Станция не знает такого номера: звонки сюда не доходят. Проверьте пользователя в настройках.',
    en: 'The PBX does not know this number: calls do not reach you. Check the user in the settings.',
  },
  'banner.line.untrustedCertificate': {
    note: 'Line trouble',
    ru: 'Сертификат станции не заслуживает доверия: звонки сюда не доходят. Скажите ИТ.',
    en: 'The PBX’s certificate is not trusted: calls do not reach you. Tell IT.',
  },
  'banner.line.registrarError': {
    note: 'Line trouble',
    ru: 'Станция отвечает ошибкой: звонки сюда не доходят. Пробуем снова сами; если это долго, скажите ИТ.',
    en: 'The PBX answers with an error: calls do not reach you. Retrying by itself; if it lasts, tell IT.',
  },
  'banner.line.noAnswer': {
    note: 'Line trouble',
    ru: 'Станция молчит на регистрацию: звонки сюда не доходят. Пробуем снова сами.',
    en: 'The PBX is silent on registration: calls do not reach you. Retrying by itself.',
  },
  'banner.line.replacedElsewhere': {
    note: 'Line trouble',
    ru: 'Ваш номер занял другой Пульт или телефон: звонки идут туда. Закройте его там или верните номер сюда.',
    en: 'Another console or phone has taken your number: calls go there. Close it there or take the number back.',
  },
  'banner.line.retry': { note: 'Button', ru: 'Подключить', en: 'Connect' },
  'banner.retryIn': { note: 'Next try', ru: 'следующая попытка через {{n}} с', en: 'next try in {{n}} s' },
  'banner.openSettings': { note: 'Button', ru: 'Настройки', en: 'Settings' },
  'banner.more': { note: 'Further banners hidden', ru: 'ещё {{n}}', en: '{{n}} more' },
  'banner.signIn': { note: 'Button', ru: 'Войти', en: 'Sign in' },
})
