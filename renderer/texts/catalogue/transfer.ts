import { defineTexts } from '../define-texts.ts'

export const transfer = defineTexts({
  'command.transfer': { note: 'Command', ru: 'Перевести', en: 'Transfer' },
  'transfer.to': { note: 'Label: to whom the call goes', ru: 'Кому перевести', en: 'Transfer to' },
  'transfer.placeholder': { note: 'Placeholder', ru: 'Номер или имя коллеги', en: 'Number or colleague' },
  'transfer.number': { note: 'Item: the number as typed', ru: 'На номер', en: 'To the number' },
  'transfer.nobody': {
    note: 'Nothing answers what was typed',
    ru: 'Такого коллеги нет',
    en: 'No such colleague',
  },
  'transfer.blind': { note: 'After the key Enter: transfer at once', ru: 'сразу', en: 'at once' },
  'transfer.consult': {
    note: 'After Shift+Enter: talk to the colleague first',
    ru: 'сначала спросить',
    en: 'ask first',
  },
  'transfer.connect': {
    note: 'Button: connect the caller with the colleague who was asked',
    ru: 'Соединить',
    en: 'Connect',
  },
  'transfer.consulting': {
    note: 'The caller waits while we talk to a colleague',
    ru: 'Ждёт, пока вы говорите: {{who}}',
    en: 'Waits while you talk to {{who}}',
  },
  'transfer.underWay': { note: 'Transfer goes on', ru: 'Переводим: {{who}}', en: 'Transferring to {{who}}' },
  'transfer.ringing': { note: 'It rings at the colleague', ru: 'Звонит: {{who}}', en: 'Ringing at {{who}}' },
  'transfer.failed': {
    note: 'Transfer came to nothing; the caller is still with us',
    ru: 'Не переведён ({{why}}). Клиент у вас.',
    en: 'Not transferred ({{why}}). The caller is with you.',
  },
  'transfer.failure.busy': { note: 'Why not transferred', ru: 'занято', en: 'busy' },
  'transfer.failure.noAnswer': { note: 'Why not transferred', ru: 'не отвечают', en: 'no answer' },
  'transfer.failure.notFound': { note: 'Why not transferred', ru: 'такого номера нет', en: 'no such number' },
  'transfer.failure.unavailable': {
    note: 'Why not transferred',
    ru: 'коллега не подключён',
    en: 'colleague not connected',
  },
  'transfer.failure.rejected': { note: 'Why not transferred', ru: 'отклонили', en: 'declined' },
  'transfer.failure.forbidden': {
    note: 'Why not transferred',
    ru: 'станция не разрешает',
    en: 'not allowed by the PBX',
  },
  'transfer.failure.noWord': {
    note: 'Why not transferred',
    ru: 'станция не сказала, чем кончилось',
    en: 'the PBX did not say how it ended',
  },
  'transfer.failure.consultOver': {
    note: 'Why not transferred: the colleague asked first is gone',
    ru: 'коллега не на связи',
    en: 'the colleague is gone',
  },
  'transfer.failure.failed': { note: 'Why not transferred', ru: 'не соединилось', en: 'did not connect' },
})
