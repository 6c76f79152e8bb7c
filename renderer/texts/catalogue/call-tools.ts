import { defineTexts } from '../define-texts.ts'

export const callTools = defineTexts({
  'command.callTools': {
    note: 'Command: keypad and more for the call',
    ru: 'Клавиши и действия звонка',
    en: 'Keypad and call actions',
  },
  'command.merge': {
    note: 'Command: all callers into one conversation',
    ru: 'Объединить разговоры',
    en: 'Merge the calls',
  },
  'command.park': { note: 'Command: leave the caller in a slot of the PBX', ru: 'На парковку', en: 'Park' },
  'command.pickUp': {
    note: 'Command: take a parked or ringing call',
    ru: 'Забрать звонок',
    en: 'Pick up a call',
  },
  'command.recording': {
    note: 'Command: stop or go on with the recording',
    ru: 'Запись: пауза или дальше',
    en: 'Recording: pause or resume',
  },
  'command.takeBack': {
    note: 'Command: ask the PBX for a conversation lost in a crash',
    ru: 'Вернуть разговор',
    en: 'Take the call back',
  },

  'tray.kind.call.recorded': { note: 'Kind of change', ru: 'Запись разговора', en: 'Call recording' },

  'tools.keypad': {
    note: 'Label of the field: what is typed is pressed in the call',
    ru: 'Нажать в разговоре',
    en: 'Press in the call',
  },
  'tools.keypad.hint': {
    note: 'Under the field',
    ru: 'Цифры, * и # уходят сразу',
    en: 'Digits, * and # are sent at once',
  },
  'tools.merge': { note: 'Button: all callers into one conversation', ru: 'Объединить', en: 'Merge' },
  'tools.mergeNone': {
    note: 'Why merging is not possible',
    ru: 'Нужно два разговора',
    en: 'Needs two calls',
  },

  'recording.on': { note: 'The PBX records the call', ru: 'Идёт запись', en: 'Recording' },
  'recording.paused': { note: 'Recording is paused', ru: 'Запись на паузе', en: 'Recording paused' },
  'recording.pause': { note: 'Button', ru: 'Пауза записи', en: 'Pause recording' },
  'recording.resume': { note: 'Button', ru: 'Продолжить запись', en: 'Resume recording' },
  'recording.consent': {
    note: 'Label: what the customer said to being recorded',
    ru: 'Согласие на запись',
    en: 'Consent to recording',
  },
  'recording.consent.none': { note: 'Consent', ru: 'не отмечено', en: 'not noted' },
  'recording.consent.implied': {
    note: 'Consent: heard the notice and stayed',
    ru: 'слышал уведомление',
    en: 'heard the notice',
  },
  'recording.consent.asked': {
    note: 'Consent: asked and agreed',
    ru: 'спрошен, согласен',
    en: 'asked, agrees',
  },
  'recording.consent.refused': {
    note: 'Consent: refused; the recording is paused',
    ru: 'отказался',
    en: 'refused',
  },
  'recording.cannotPause': {
    note: 'The customer refuses, and the PBX has no code to pause',
    ru: 'Отказ записан. Остановить запись отсюда нельзя: у станции нет такого кода. Скажите об этом клиенту.',
    en: 'The refusal is noted. The recording cannot be stopped from here: the PBX has no code for it. Tell the customer.',
  },

  'conference.opening': {
    note: 'The room of the PBX is being called',
    ru: 'Открываем конференцию…',
    en: 'Opening the conference…',
  },
  'conference.open': { note: 'Heading over the members', ru: 'Конференция', en: 'Conference' },
  'conference.here': {
    note: 'Heading: mixed in this phone, ends when we hang up',
    ru: 'Конференция через этот телефон',
    en: 'Conference through this phone',
  },
  'conference.over': {
    note: 'The conference is over',
    ru: 'Конференция завершена',
    en: 'The conference is over',
  },
  'conference.failed': {
    note: 'The room did not open; callers wait on hold',
    ru: 'Конференция не открылась ({{why}}). Все ждут на удержании у вас.',
    en: 'The conference did not open ({{why}}). Everybody is on hold with you.',
  },
  'conference.leave.pbx': {
    note: 'Hint: hanging up leaves the others talking',
    ru: 'Если выйти, остальные продолжат разговор.',
    en: 'If you leave, the others go on talking.',
  },
  'conference.leave.here': {
    note: 'Hint: hanging up a caller removes them',
    ru: 'Завершите звонок участника, чтобы он вышел.',
    en: 'Hang up a member’s call to let them go.',
  },
  'conference.member.waiting': { note: 'State of a member', ru: 'ждёт', en: 'waiting' },
  'conference.member.joining': { note: 'State of a member', ru: 'подключаем', en: 'joining' },
  'conference.member.in': { note: 'State of a member', ru: 'в конференции', en: 'in' },
  'conference.member.failed': {
    note: 'State of a member: still held by us',
    ru: 'не подключён, на удержании у вас',
    en: 'did not join, on hold with you',
  },
  'conference.member.left': { note: 'State of a member', ru: 'вышел', en: 'left' },

  'parked.slot': {
    note: 'A parked caller and the slot',
    ru: 'На парковке {{slot}}',
    en: 'Parked at {{slot}}',
  },
  'parked.noSlot': { note: 'A parked caller, the PBX told no slot', ru: 'На парковке', en: 'Parked' },
  'parked.forget': {
    note: 'Button: hide the parked caller',
    ru: 'Убрать из списка: {{who}}',
    en: 'Hide: {{who}}',
  },

  'pickUp.label': { note: 'Label of the field', ru: 'Забрать звонок', en: 'Pick up a call' },
  'pickUp.placeholder': { note: 'Placeholder', ru: 'Место или коллега', en: 'Slot or colleague' },
  'pickUp.slot': { note: 'Item: a parking slot', ru: 'Парковка', en: 'Parking slot' },
  'pickUp.group': {
    note: 'Item: any ringing call of the group',
    ru: 'Любой звонок группы',
    en: 'Any call of the group',
  },
  'pickUp.nothing': {
    note: 'Nothing answers what was typed',
    ru: 'Такого места и коллеги нет',
    en: 'No such slot or colleague',
  },

  'lost.offered': {
    note: 'A conversation lost in a crash; the PBX still keeps the other side',
    ru: 'Разговор прервался при сбое. Станция ещё держит клиента.',
    en: 'The call was cut by a crash. The PBX still keeps the customer.',
  },
  'lost.taking': { note: 'Being taken back', ru: 'Возвращаем разговор…', en: 'Taking the call back…' },
  'lost.refused': {
    note: 'The PBX does not keep it any more',
    ru: 'Вернуть разговор нельзя: станция его уже не держит. Перезвоните.',
    en: 'The call cannot be taken back: the PBX no longer keeps it. Call back.',
  },
  'lost.takeBack': { note: 'Button', ru: 'Вернуть', en: 'Take back' },
  'lost.letGo': { note: 'Button: do not take it back', ru: 'Не возвращать', en: 'Let go' },
  'lost.callBack': { note: 'Button', ru: 'Перезвонить', en: 'Call back' },

  'handover.given': {
    note: 'The draft went ahead with the call',
    ru: 'Черновик заявки передан: {{who}}. Ваша копия осталась в черновиках.',
    en: 'The ticket draft went to {{who}}. Your copy stays among your drafts.',
  },
  'handover.deskAway': {
    note: 'The call goes without its draft',
    ru: 'Звонок переводится без черновика: центр недоступен. Черновик остался у вас.',
    en: 'The call goes without the draft: the desk is away. The draft stays with you.',
  },
  'handover.came': {
    note: "A colleague's draft came with the call",
    ru: 'Вместе со звонком пришёл черновик: {{who}}',
    en: 'A draft came with the call, from {{who}}',
  },

  'phone.notAtPbx': {
    note: 'The PBX has no code for this',
    ru: 'В настройках станции для этого нет кода. Код знает администратор.',
    en: 'The PBX settings have no code for this. Your administrator knows it.',
  },
})
