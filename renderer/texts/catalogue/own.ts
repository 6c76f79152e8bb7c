import { defineTexts } from '../define-texts.ts'

export const own = defineTexts({
  'own.doNotDisturb': { note: 'Own state: calls are refused', ru: 'Не беспокоить', en: 'Do not disturb' },
  'own.next': {
    note: 'Asked for during a call, taken after it; state = Lunch',
    ru: 'затем {{state}}',
    en: 'then {{state}}',
  },
  'own.notTold': {
    note: 'Own state: the desk is away',
    ru: 'Центр узнает об этом, когда вернётся',
    en: 'The desk will be told when it is back',
  },
  'own.pause.paused': {
    note: 'The PBX passes this dispatcher over',
    ru: 'Очереди АТС вас пропускают',
    en: 'The PBX queues pass you over',
  },
  'own.pause.notPaused': {
    note: 'The PBX has not paused the member yet',
    ru: 'Очереди АТС ещё звонят вам',
    en: 'The PBX queues still ring you',
  },
  'own.pause.noRight': {
    note: 'The account of the desk may not pause members',
    ru: 'Очереди АТС звонят вам: центру не дано права ставить на паузу',
    en: 'The PBX queues ring you: the desk has no right to pause',
  },
  'own.pause.noPbx': {
    note: 'The desk has no link to the PBX now',
    ru: 'Очереди АТС звонят вам: у центра нет связи с АТС',
    en: 'The PBX queues ring you: the desk has no link to the PBX',
  },
  'own.pause.byOthers': {
    note: 'Paused at the PBX by somebody else',
    ru: 'На паузе в очередях АТС не отсюда',
    en: 'Paused in the PBX queues by somebody else',
  },
  'own.dnd.banner': {
    note: 'Banner while do-not-disturb is on',
    ru: 'Не беспокоить: новые звонки отклоняются, очереди вас пропускают.',
    en: 'Do not disturb: new calls are refused, the queues pass you over.',
  },
  'own.dnd.bannerRings': {
    note: 'Banner while do-not-disturb is on and the PBX could not be told',
    ru: 'Не беспокоить: новые звонки отклоняются, но очереди АТС всё ещё вам звонят.',
    en: 'Do not disturb: new calls are refused, but the PBX queues still ring you.',
  },
  'own.dnd.off': { note: 'Button: ends do-not-disturb', ru: 'Принимать звонки', en: 'Take calls' },

  'wrapUp.label': {
    note: 'Screen reader: the bar after a call',
    ru: 'Итог звонка',
    en: 'Outcome of the call',
  },
  'wrapUp.of': { note: 'The bar after a call', ru: 'Итог: {{who}}', en: 'Outcome: {{who}}' },
  'wrapUp.left': { note: 'Screen reader: before the time left', ru: 'Осталось', en: 'Time left' },
  'wrapUp.more': { note: 'Button: more time; n = seconds', ru: '+{{n}} с', en: '+{{n}} s' },
  'wrapUp.done': { note: 'Button: the call is written up', ru: 'Готово', en: 'Done' },
  'wrapUp.waits': {
    note: 'A code was chosen and the ticket of the call is being written',
    ru: 'Завершится, когда сохраните заявку',
    en: 'Ends when you save the ticket',
  },

  'calls.autoAnswered': {
    note: 'On a call that was answered by policy',
    ru: 'автоответ',
    en: 'auto-answered',
  },
  'calls.quiet': {
    note: 'On a call that rings without a sound',
    ru: 'звонит тихо',
    en: 'rings quietly',
  },

  'board.paused': {
    note: 'The PBX queues pass this dispatcher over',
    ru: 'на паузе в АТС',
    en: 'paused at the PBX',
  },
  'board.notPaused': {
    note: 'Should be paused and is not',
    ru: 'АТС звонит',
    en: 'the PBX still rings',
  },

  'command.ownMenu': { note: 'Command', ru: 'Моё состояние', en: 'My state' },
  'command.doNotDisturb': {
    note: 'Command',
    ru: 'Не беспокоить: включить или выключить',
    en: 'Do not disturb: on or off',
  },
  'command.wrapUpCode': {
    note: 'Command in the help: 1…9',
    ru: 'Выбрать итог звонка',
    en: 'Choose the outcome',
  },
  'command.wrapUpFocus': { note: 'Command', ru: 'К итогам звонка', en: 'To the outcomes of the call' },
  'command.wrapUpMore': { note: 'Command', ru: 'Больше времени на звонок', en: 'More time for the call' },
  'command.wrapUpDone': { note: 'Command', ru: 'Звонок обработан', en: 'The call is done' },
})
