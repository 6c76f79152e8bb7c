import { defineTexts } from '../define-texts.ts'

export const attachments = defineTexts({
  'attachment.add': { note: 'Button: choose files for the ticket', ru: 'Файл', en: 'File' },
  'attachment.onItsWay': {
    note: 'The desk does not have the file yet',
    ru: 'отправляется в центр',
    en: 'on its way to the desk',
  },
  'attachment.progress': {
    note: 'Name of a progress bar',
    ru: 'Передаётся: {{name}}',
    en: 'Moving {{name}}',
  },
  'attachment.cancel': { note: 'Button', ru: 'Остановить', en: 'Stop' },
  'attachment.unnamed': { note: 'Name of a pasted picture', ru: 'картинка', en: 'picture' },
  'attachment.tooLarge': {
    note: 'Toast',
    ru: 'Файл «{{name}}» больше {{max}}. Пришлите ссылку на него в комментарии.',
    en: 'The file “{{name}}” is larger than {{max}}. Put a link to it into a comment.',
  },
  'error.notSentYet': {
    note: 'A file cannot be saved',
    ru: 'Файл ещё передаётся с рабочего места, где его приложили. Попробуйте позже.',
    en: 'The file is still on its way from the workstation that added it. Try later.',
  },
  'error.deskAway': {
    note: 'A file cannot be saved',
    ru: 'Файла нет на этом компьютере, а центр не отвечает. Попробуйте, когда связь вернётся.',
    en: 'The file is not on this machine and the desk does not answer. Try when it is back.',
  },
  'error.noSuchUpload': {
    note: 'A file could not be taken',
    ru: 'Файл не приложился: он изменился или пропал. Приложите его ещё раз.',
    en: 'The file was not added: it changed or vanished. Add it again.',
  },
  'size.kb': { note: 'Size of a file', ru: '{{n}} КБ', en: '{{n}} KB' },
  'size.mb': { note: 'Size of a file', ru: '{{n}} МБ', en: '{{n}} MB' },
  'tray.kind.ticket.attach': { note: 'Kind of change', ru: 'Файл к заявке', en: 'File on a ticket' },
})
