import { defineTexts } from '../define-texts.ts'

export const dial = defineTexts({
  'command.dialClipboard': {
    note: 'Command: asks about the number on the clipboard',
    ru: 'Позвонить по скопированному номеру',
    en: 'Call the copied number',
  },
  'command.dialCard': {
    note: 'Command: calls the person whose card is shown',
    ru: 'Позвонить контакту на карточке',
    en: 'Call the contact on the card',
  },
  'dial.title': { note: 'Title of the question', ru: 'Позвонить?', en: 'Call?' },
  'dial.call': { note: 'Button, tooltip of a number', ru: 'Позвонить', en: 'Call' },
  'dial.doNotCall': { note: 'Button', ru: 'Не звонить', en: 'Do not call' },
  'dial.callNumber': {
    note: 'Name of a button that is a number',
    ru: 'Позвонить: {{number}}',
    en: 'Call {{number}}',
  },
  'dial.ext': { note: 'After a number', ru: 'доб. {{ext}}', en: 'ext. {{ext}}' },
  'dial.from.link': {
    note: 'Where the number came from',
    ru: 'Номер из ссылки в другой программе.',
    en: 'The number came from a link in another program.',
  },
  'dial.from.clipboard': {
    note: 'Where the number came from',
    ru: 'Номер из буфера обмена.',
    en: 'The number was copied to the clipboard.',
  },
  'dial.from.redirect': {
    note: 'Where the number came from: whom we called answered with it (SIP 302)',
    ru: 'Сюда просит позвонить тот, кого вы набрали.',
    en: 'Whoever you called asks you to call this number.',
  },
  'dial.whose': { note: 'Who has that number', ru: 'Это {{who}}', en: 'It is {{who}}' },
  'dial.whoseNobody': {
    note: 'Nobody in the directory has that number',
    ru: 'Такого номера в справочнике нет',
    en: 'Nobody in the directory has this number',
  },
  'dial.tariff.internal': { note: 'Kind of number', ru: 'Внутренний номер', en: 'Internal number' },
  'dial.tariff.local': { note: 'Kind of number', ru: 'Городской номер', en: 'Local number' },
  'dial.tariff.national': { note: 'Kind of number', ru: 'Номер по стране', en: 'National number' },
  'dial.tariff.international': {
    note: 'Kind of number, of no one country',
    ru: 'Международный номер',
    en: 'International number',
  },
  'dial.tariff.internationalIn': {
    note: 'Kind of number',
    ru: 'За границу: {{country}}',
    en: 'Abroad: {{country}}',
  },
  'dial.tariff.premium': {
    note: 'Kind of number: costs more than a call',
    ru: 'Платный номер: звонок стоит дороже обычного',
    en: 'Premium number: costs more than a call',
  },
  'dial.tariff.premiumIn': {
    note: 'Kind of number',
    ru: 'Платный номер, {{country}}: звонок стоит дороже обычного',
    en: 'Premium number, {{country}}: costs more than a call',
  },
  'dial.tariff.emergency': {
    note: 'Kind of number',
    ru: 'Экстренная служба',
    en: 'Emergency service',
  },
  'dial.onePending': {
    note: 'A second number came while one waits for an answer',
    ru: 'Сначала ответьте про номер, который уже показан.',
    en: 'Answer first about the number that is shown.',
  },
  'dial.tooMany': {
    note: 'A page opens links in a loop',
    ru: 'Слишком много номеров подряд. Подождите минуту; вручную звонить можно сразу.',
    en: 'Too many numbers in a row. Wait a minute; calling by hand works at once.',
  },
  'dial.clipboardClosed': {
    note: 'The browser does not let us read the clipboard',
    ru: 'Буфер обмена здесь прочитать нельзя. Нажмите Ctrl+K и вставьте номер в поиск.',
    en: 'The clipboard cannot be read here. Press Ctrl+K and paste the number into the search.',
  },
  'dial.refused.empty': {
    note: 'Why not called',
    ru: 'Номера нет: скопируйте его и повторите.',
    en: 'There is no number: copy it and try again.',
  },
  'dial.refused.tooLong': {
    note: 'Why not called',
    ru: 'Это слишком длинно для номера. Скопируйте только номер.',
    en: 'That is too long for a number. Copy the number alone.',
  },
  'dial.refused.notANumber': {
    note: 'Why not called',
    ru: 'Это не номер телефона. Скопируйте только номер.',
    en: 'That is not a phone number. Copy the number alone.',
  },
  'dial.refused.severalNumbers': {
    note: 'Why not called',
    ru: 'Здесь несколько номеров. Скопируйте один.',
    en: 'There are several numbers. Copy one of them.',
  },
  'dial.refused.featureCode': {
    note: 'Why not called: codes like *72 change settings of the PBX',
    ru: 'Это служебный код станции. Его набирают только вручную.',
    en: 'That is a code of the PBX. It is dialled by hand only.',
  },
  'dial.refused.otherScheme': {
    note: 'Why not called',
    ru: 'Это не телефонная ссылка.',
    en: 'That is not a telephone link.',
  },
  'dial.refused.hidden': {
    note: 'Why not called',
    ru: 'Номер скрыт, перезвонить нельзя.',
    en: 'The number is hidden, it cannot be called back.',
  },
  'dial.refused.premium': {
    note: 'Why not called: company rule',
    ru: '{{number}} — платный номер, правила компании его не разрешают. Нужен всё же? Обратитесь к старшему смены.',
    en: '{{number}} is a premium number, company rules do not allow it. Ask the supervisor if it is needed.',
  },
  'dial.refused.blocked': {
    note: 'Why not called: company rule',
    ru: 'Звонки на {{number}} запрещены правилами компании. Обратитесь к старшему смены.',
    en: 'Company rules forbid calls to {{number}}. Ask the supervisor.',
  },
  'dial.refused.international': {
    note: 'Why not called: company rule',
    ru: '{{number}} — номер за границей, правила компании его не разрешают. Обратитесь к старшему смены.',
    en: '{{number}} is abroad, company rules do not allow it. Ask the supervisor.',
  },
})
