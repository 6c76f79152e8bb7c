import { defineTexts } from '../define-texts.ts'

export const colleagues = defineTexts({
  'colleagues.title': { note: 'The list of colleagues', ru: 'Коллеги', en: 'Colleagues' },
  'colleagues.search': { note: 'Placeholder', ru: 'Имя или внутренний номер', en: 'Name or extension' },
  'colleagues.none': {
    note: 'Nobody has an extension, or nobody fits what was typed',
    ru: 'Никого с таким именем или номером',
    en: 'Nobody with this name or extension',
  },
  'colleagues.free': { note: 'A colleague’s phone', ru: 'Свободен', en: 'Free' },
  'colleagues.ringing': { note: 'A colleague’s phone', ru: 'Звонит', en: 'Ringing' },
  'colleagues.calling': { note: 'A colleague’s phone: dials out', ru: 'Набирает', en: 'Dialling' },
  'colleagues.talking': { note: 'A colleague’s phone', ru: 'Разговор', en: 'Talking' },
  'colleagues.away': { note: 'A colleague: passed over by the queues', ru: 'Нет на месте', en: 'Away' },
  'colleagues.unknown': {
    note: 'A colleague’s phone: the PBX does not tell',
    ru: 'Нет данных',
    en: 'Not known',
  },
  'colleagues.deed.call': { note: 'What a key does', ru: 'позвонить', en: 'call' },
  'colleagues.deed.pickUp': { note: 'What a key does', ru: 'снять за коллегу', en: 'pick up their call' },
  'colleagues.deed.consult': {
    note: 'What a key does',
    ru: 'спросить и перевести',
    en: 'ask, then transfer',
  },
  'colleagues.deed.transfer': { note: 'What a key does', ru: 'перевести сразу', en: 'transfer now' },
  'command.colleagues': { note: 'Command', ru: 'Коллеги', en: 'Colleagues' },
  'command.voicemail': { note: 'Command', ru: 'Голосовая почта', en: 'Voice mail' },
  'bar.voicemail': {
    note: 'Button: new messages; count = how many',
    ru: {
      one: '{{count}} голосовое',
      few: '{{count}} голосовых',
      many: '{{count}} голосовых',
      other: '{{count}} голосового',
    },
    en: { one: '{{count}} voice message', other: '{{count}} voice messages' },
  },
})
