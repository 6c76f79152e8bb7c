import { defineTexts } from '../define-texts.ts'

/** The first load of the data of a workstation. */
export const filling = defineTexts({
  'filling.copy': {
    note: 'Status bar: the whole data is being loaded; percent = how much is here',
    ru: 'Загружаем базу: {{percent}} %',
    en: 'Loading data: {{percent}}%',
  },
  'filling.working': {
    note: 'Status bar: everything was fetched, it is being put in place',
    ru: 'Готовим базу к работе…',
    en: 'Making the data ready…',
  },
  'filling.search': {
    note: 'Status bar: everything is here, the search by words is still being built',
    ru: 'Строим поиск: {{percent}} %',
    en: 'Building the search: {{percent}}%',
  },
  'filling.banner': {
    note: 'Banner; mb and total in megabytes, left = a span such as 2 min or 40 s',
    ru: 'Загружаем базу: {{mb}} из {{total}} МБ, осталось {{left}}. Звонки принимать уже можно: карточки появятся, как только придут клиенты.',
    en: 'Loading data: {{mb}} of {{total}} MB, {{left}} left. You can take calls already: cards appear as soon as the customers are here.',
  },
  'filling.bannerUnknown': {
    note: 'Banner; the time left is not known yet',
    ru: 'Загружаем базу: {{mb}} из {{total}} МБ. Звонки принимать уже можно: карточки появятся, как только придут клиенты.',
    en: 'Loading data: {{mb}} of {{total}} MB. You can take calls already: cards appear as soon as the customers are here.',
  },
  'filling.cancel': { note: 'Button: stop loading', ru: 'Остановить', en: 'Stop' },
  'filling.cancelled': {
    note: 'Banner after the load was stopped by the person',
    ru: 'Загрузка целиком остановлена. Данные идут понемногу, это дольше; уже загруженным можно пользоваться.',
    en: 'Loading at once was stopped. The data comes bit by bit, which takes longer; what is here can be used.',
  },
  'filling.retry': {
    note: 'Button: load all at once after all',
    ru: 'Загрузить целиком',
    en: 'Load at once',
  },
  'filling.seconds': { note: 'A span under a minute', ru: '{{n}} с', en: '{{n}} s' },
})
