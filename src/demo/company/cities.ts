/** Where the customers are. Region is the tax code of the subject, `areaCode` that of its landlines. */
export type City = { name: string; timeZone: string; areaCode: string; region: string }

/** Moscow first and several times: it has the most customers. */
const moscow: City = { name: 'Москва', timeZone: 'Europe/Moscow', areaCode: '495', region: '77' }

export const cities: readonly City[] = [
  moscow,
  moscow,
  moscow,
  { name: 'Санкт-Петербург', timeZone: 'Europe/Moscow', areaCode: '812', region: '78' },
  { name: 'Санкт-Петербург', timeZone: 'Europe/Moscow', areaCode: '812', region: '78' },
  { name: 'Калининград', timeZone: 'Europe/Kaliningrad', areaCode: '401', region: '39' },
  { name: 'Казань', timeZone: 'Europe/Moscow', areaCode: '843', region: '16' },
  { name: 'Нижний Новгород', timeZone: 'Europe/Moscow', areaCode: '831', region: '52' },
  { name: 'Краснодар', timeZone: 'Europe/Moscow', areaCode: '861', region: '23' },
  { name: 'Самара', timeZone: 'Europe/Samara', areaCode: '846', region: '63' },
  { name: 'Екатеринбург', timeZone: 'Asia/Yekaterinburg', areaCode: '343', region: '66' },
  { name: 'Екатеринбург', timeZone: 'Asia/Yekaterinburg', areaCode: '343', region: '66' },
  { name: 'Челябинск', timeZone: 'Asia/Yekaterinburg', areaCode: '351', region: '74' },
  { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk', areaCode: '383', region: '54' },
  { name: 'Красноярск', timeZone: 'Asia/Krasnoyarsk', areaCode: '391', region: '24' },
  { name: 'Иркутск', timeZone: 'Asia/Irkutsk', areaCode: '395', region: '38' },
  { name: 'Владивосток', timeZone: 'Asia/Vladivostok', areaCode: '423', region: '25' },
]

export const timeZones: readonly string[] = [...new Set(cities.map(({ timeZone }) => timeZone))]

export const streets: readonly string[] = [
  'ул. Ленина',
  'ул. Мира',
  'ул. Садовая',
  'ул. Советская',
  'ул. Гагарина',
  'ул. Заводская',
  'ул. Лесная',
  'ул. Победы',
  'ул. Кирова',
  'ул. Пушкина',
  'ул. Чехова',
  'ул. Строителей',
  'пр-т Космонавтов',
  'пр-т Октября',
  'пр-т Труда',
  'ш. Энтузиастов',
  'наб. Речная',
  'пер. Тихий',
  'б-р Цветной',
  'пл. Вокзальная',
]
