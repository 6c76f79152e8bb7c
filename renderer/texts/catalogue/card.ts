import { defineTexts } from '../define-texts.ts'

export const card = defineTexts({
  'card.label': { note: 'Screen reader: card of the caller', ru: 'Карточка клиента', en: 'Customer card' },
  'card.idle.title': { note: 'No card to show', ru: 'Никто не звонит', en: 'Nobody is calling' },
  'card.idle.hint': {
    note: 'What to do without a call',
    ru: 'Карточка откроется сама, когда позвонят. Найти клиента или заявку:',
    en: 'The card opens by itself when a call comes. Find a customer or a ticket:',
  },
  'card.loading': { note: 'Pop is on its way', ru: 'Ищем, кто звонит…', en: 'Looking up the caller…' },
  'card.asOf': { note: 'Age of the data of the card', ru: 'данные {{age}}', en: 'data {{age}}' },
  'card.maybe': { note: 'The match is not certain', ru: 'возможно', en: 'maybe' },
  'card.match.exactWithExt': {
    note: 'Why this caller: number and extension',
    ru: 'номер и добавочный совпали',
    en: 'number and extension match',
  },
  'card.match.exact': { note: 'Why this caller', ru: 'номер совпал', en: 'number matches' },
  'card.match.last10': {
    note: 'Why this caller',
    ru: 'совпали последние 10 цифр',
    en: 'last 10 digits match',
  },
  'card.match.last7': { note: 'Why this caller', ru: 'совпали последние 7 цифр', en: 'last 7 digits match' },
  'card.match.mainBlock': {
    note: 'Why this caller: same block of numbers',
    ru: 'номер из блока организации',
    en: 'from the organisation’s block',
  },
  'card.match.chosen': { note: 'Why this caller: a person chose', ru: 'выбрали вы', en: 'chosen by you' },
  'card.personUnknown': {
    note: 'Organisation known, person not',
    ru: 'Кто именно звонит, неизвестно',
    en: 'The person is not known',
  },
  'card.inn': { note: 'Taxpayer number', ru: 'ИНН {{inn}}', en: 'INN {{inn}}' },
  'card.whoOfThem': {
    note: 'Heading: people who share this main number',
    ru: 'Кто из них:',
    en: 'Which of them:',
  },
  'card.others': { note: 'Heading: other candidates', ru: 'Или звонит:', en: 'Or it is:' },
  'card.why': { note: 'Button: why this verdict', ru: 'почему?', en: 'why?' },

  'authority.may': {
    note: 'The contact may ask for help',
    ru: 'вправе подавать заявки',
    en: 'may ask for help',
  },
  'authority.mayNot': {
    note: 'The contact may not ask',
    ru: 'не вправе подавать заявки',
    en: 'may not ask for help',
  },
  'authority.unknown': {
    note: 'Not known whether the contact may',
    ru: 'полномочия не ясны',
    en: 'authority not clear',
  },
  'authority.reason.granted': {
    note: 'Why',
    ru: 'Полномочия указаны в карточке контакта.',
    en: 'Authority is given in the contact’s record.',
  },
  'authority.reason.noAuthority': {
    note: 'Why',
    ru: 'В карточке контакта нет права подавать заявки.',
    en: 'The contact’s record gives no right to ask.',
  },
  'authority.reason.otherSites': {
    note: 'Why',
    ru: 'Вправе, но по другим объектам.',
    en: 'May ask, but for other sites.',
  },
  'authority.reason.ended': { note: 'Why', ru: 'Срок полномочий истёк.', en: 'The authority has ended.' },
  'authority.reason.inactive': {
    note: 'Why',
    ru: 'Контакт отключён: возможно, человек уже не работает.',
    en: 'The contact is inactive: perhaps the person has left.',
  },
  'authority.reason.contactUnknown': {
    note: 'Why',
    ru: 'Не знаем, кто звонит: спросите имя и выберите контакт.',
    en: 'We do not know who calls: ask the name and choose a contact.',
  },
  'authority.whoMay': { note: 'Who may instead', ru: 'Вправе: {{names}}', en: 'May ask: {{names}}' },

  'verdict.included': {
    note: 'Coverage verdict with a contract; number, until = date',
    ru: 'по договору № {{number}} до {{until}}',
    en: 'in contract {{number}} until {{until}}',
  },
  'verdict.included.short': { note: 'Coverage verdict', ru: 'по договору', en: 'in contract' },
  'verdict.outside': { note: 'Coverage verdict', ru: 'вне договора', en: 'outside contract' },
  'verdict.paid': { note: 'Coverage verdict', ru: 'платно', en: 'paid' },
  'verdict.unknown': { note: 'Coverage verdict', ru: 'не ясно', en: 'not clear' },
  'verdict.reason.lineIncluded': {
    note: 'Why; line = line of the contract',
    ru: 'Входит в строку договора «{{line}}».',
    en: 'Included by the contract line “{{line}}”.',
  },
  'verdict.reason.linePaid': {
    note: 'Why',
    ru: 'Платно по строке договора «{{line}}»: предупредите о стоимости.',
    en: 'Paid by the contract line “{{line}}”: tell the caller about the price.',
  },
  'verdict.reason.lineExcluded': {
    note: 'Why',
    ru: 'Исключено строкой договора «{{line}}».',
    en: 'Excluded by the contract line “{{line}}”.',
  },
  'verdict.reason.noLineFits': {
    note: 'Why',
    ru: 'Ни одна строка договора не подходит: уточните категорию и объект.',
    en: 'No line of the contract fits: check the category and the site.',
  },
  'verdict.reason.dependsOnDetails': {
    note: 'Why: decided once site, equipment or hours are known',
    ru: 'Зависит от объекта, оборудования или времени: уточните их в заявке.',
    en: 'Depends on the site, the equipment or the hour: fill them in.',
  },
  'verdict.reason.outsideHours': {
    note: 'Why',
    ru: 'Договор есть, но сейчас вне его часов.',
    en: 'There is a contract, but it is outside its hours now.',
  },
  'verdict.reason.noContract': {
    note: 'Why',
    ru: 'Действующего договора нет.',
    en: 'There is no contract in force.',
  },
  'verdict.reason.contractEnded': { note: 'Why', ru: 'Договор закончился.', en: 'The contract has ended.' },
  'verdict.reason.contractNotBegun': {
    note: 'Why',
    ru: 'Договор ещё не начался.',
    en: 'The contract has not begun yet.',
  },
  'verdict.reason.contractSuspended': {
    note: 'Why',
    ru: 'Договор приостановлен.',
    en: 'The contract is suspended.',
  },
  'verdict.reason.organisationUnknown': {
    note: 'Why',
    ru: 'Организация не известна: выберите клиента.',
    en: 'The organisation is not known: choose the customer.',
  },

  'sla.line': {
    note: 'SLA figures; spans',
    ru: 'Реакция {{response}} · решение {{resolution}}',
    en: 'Response {{response}} · solution {{resolution}}',
  },
  'sla.none': { note: 'No SLA', ru: 'Срок по договору не задан', en: 'No SLA in the contract' },
  'sla.zone': {
    note: 'Time zone of the site differs from ours; zone = Yekaterinburg UTC+5, time there',
    ru: 'там {{time}}, {{zone}}',
    en: '{{time}} there, {{zone}}',
  },

  'card.open': {
    note: 'Heading: open tickets',
    ru: {
      one: '{{count}} открытая заявка',
      few: '{{count}} открытые заявки',
      many: '{{count}} открытых заявок',
      other: '{{count}} открытой заявки',
    },
    en: { one: '{{count}} open ticket', other: '{{count}} open tickets' },
  },
  'card.open.none': { note: 'No open tickets', ru: 'Открытых заявок нет', en: 'No open tickets' },
  'card.open.nearest': {
    note: 'Order of the list',
    ru: 'ближайшая по сроку сверху',
    en: 'nearest due first',
  },
  'card.open.all': {
    note: 'Button: all tickets of the customer',
    ru: 'Все заявки клиента',
    en: 'All tickets of the customer',
  },
  'card.open.attach': {
    note: 'Button: this call is about that ticket',
    ru: 'Звонят по этой',
    en: 'About this one',
  },
  'card.attached': {
    note: 'Toast: the call is linked to a ticket',
    ru: 'Звонок привязан к заявке {{number}}',
    en: 'The call is linked to ticket {{number}}',
  },
  'card.sites': { note: 'Heading', ru: 'Объекты', en: 'Sites' },
  'card.equipment': { note: 'Heading', ru: 'Оборудование', en: 'Equipment' },
  'card.recentCalls': { note: 'Heading', ru: 'Последние звонки', en: 'Recent calls' },
  'card.none': { note: 'Nothing under a heading', ru: 'нет', en: 'none' },
  'card.more': { note: 'More rows than shown', ru: 'ещё {{n}}', en: '{{n}} more' },
  'card.note': { note: 'Note about the customer', ru: 'Заметка', en: 'Note' },
  'card.notAnswered': { note: 'A recent call nobody answered', ru: 'без ответа', en: 'not answered' },

  'chooser.title': { note: 'Several candidates', ru: 'Кто звонит?', en: 'Who is calling?' },
  'chooser.shared': {
    note: 'A shared number',
    ru: 'Номер общий: спросите имя и выберите.',
    en: 'A shared number: ask the name and choose.',
  },
  'chooser.several': {
    note: 'Several owners',
    ru: 'Номер записан у нескольких людей: спросите имя и выберите.',
    en: 'Several people have this number: ask the name and choose.',
  },
  'chooser.more': {
    note: 'More candidates than shown',
    ru: 'Показаны 9 из {{total}}. Остальных найдите поиском.',
    en: '9 of {{total}} shown. Find the others by search.',
  },
  'rank.openTickets': {
    note: 'Why this candidate stands here',
    ru: {
      one: '{{count}} открытая заявка',
      few: '{{count}} открытые заявки',
      many: '{{count}} открытых заявок',
      other: '{{count}} открытой заявки',
    },
    en: { one: '{{count}} open ticket', other: '{{count}} open tickets' },
  },
  'rank.verified': {
    note: 'Why this candidate stands here',
    ru: 'номер подтверждён',
    en: 'number confirmed',
  },
  'rank.calledLast': { note: 'Why this candidate stands here', ru: 'звонил последним', en: 'called last' },
  'rank.learnt': { note: 'Why this candidate stands here', ru: 'обычно звонит он', en: 'usually calls' },
  'rank.authority': {
    note: 'Why this candidate stands here',
    ru: 'вправе подавать заявки',
    en: 'may ask for help',
  },
  'rank.recent': { note: 'Why this candidate stands here', ru: 'звонил недавно', en: 'called recently' },
  'rank.only': { note: 'Why this candidate stands here', ru: 'единственный', en: 'the only one' },

  'unknown.title': { note: 'Nobody known', ru: 'Номер не знаком', en: 'Number not known' },
  'unknown.hint': {
    note: 'What to do',
    ru: 'Спросите организацию и имя. Номер запомним за выбранным человеком.',
    en: 'Ask the organisation and the name. The number will be kept for the person you choose.',
  },
  'unknown.find': {
    note: 'Field: find a customer',
    ru: 'Организация или человек',
    en: 'Organisation or person',
  },
  'unknown.find.placeholder': {
    note: 'Placeholder',
    ru: 'Название, ИНН, имя или номер',
    en: 'Name, INN, person or number',
  },
  'unknown.attach': {
    note: 'Button: this person calls; keep the number',
    ru: 'Это {{name}}: запомнить номер',
    en: 'It is {{name}}: keep the number',
  },
  'unknown.createIn': {
    note: 'Button: a new person of an organisation',
    ru: 'Новый человек в «{{name}}»',
    en: 'A new person of “{{name}}”',
  },
  'unknown.organisationOnly': {
    note: 'Button: only the organisation is known',
    ru: 'Только организация',
    en: 'Organisation only',
  },
  'unknown.name': { note: 'Field', ru: 'Имя', en: 'Name' },
  'unknown.position': { note: 'Field', ru: 'Должность', en: 'Position' },
  'unknown.create': { note: 'Button', ru: 'Создать и выбрать', en: 'Create and choose' },
  'unknown.nameMissing': { note: 'Error at field', ru: 'Напишите имя', en: 'Write the name' },
  'unknown.saved': {
    note: 'Toast',
    ru: 'Номер записан за контактом: {{name}}',
    en: 'The number is kept for {{name}}',
  },
  'hidden.title': { note: 'Caller hid the number', ru: 'Номер скрыт', en: 'Number hidden' },
  'hidden.hint': {
    note: 'What to do',
    ru: 'Спросите организацию и имя и найдите клиента.',
    en: 'Ask the organisation and the name and find the customer.',
  },
  'colleague.title': { note: 'A colleague calls', ru: 'Звонит коллега', en: 'A colleague is calling' },
  'unreadable.title': {
    note: 'INVITE could not be read',
    ru: 'Вызов не читается',
    en: 'The call cannot be read',
  },
  'unreadable.hint': {
    note: 'What to do',
    ru: 'Станция прислала вызов с ошибкой. Ответить можно; спросите, кто звонит.',
    en: 'The PBX sent a broken call. You can answer; ask who is calling.',
  },
})
