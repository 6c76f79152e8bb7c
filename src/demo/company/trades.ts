import type { Industry } from '#domain/directory/organisation.ts'
import type { Site } from '#domain/directory/site.ts'
import type { Channel, Priority } from '#domain/ticket/ticket.ts'

/** One kind of work we do: a queue, a category with those below it, and what customers say about it. */
export type Trade = {
  queue: string
  categories: readonly { name: string; priority: Priority; subjects: readonly string[] }[]
}

export const trades = {
  cash: {
    queue: 'Кассы',
    categories: [
      {
        name: 'Касса не пробивает чек',
        priority: 'critical',
        subjects: ['Касса не пробивает чек', 'Ошибка при закрытии чека', 'Касса зависла с очередью'],
      },
      {
        name: 'Фискальный накопитель',
        priority: 'high',
        subjects: ['Заканчивается память ФН', 'ФН не отвечает', 'Замена фискального накопителя'],
      },
      {
        name: 'Эквайринг',
        priority: 'high',
        subjects: ['Терминал не принимает карты', 'Нет связи с банком', 'Сверка итогов не проходит'],
      },
      {
        name: 'Принтер чеков',
        priority: 'normal',
        subjects: ['Чек печатается бледно', 'Зажевало ленту', 'Не отрезает чек'],
      },
      {
        name: 'Настройка товаров',
        priority: 'low',
        subjects: ['Не обновились цены на кассе', 'Нет товара в справочнике', 'Добавить кассира'],
      },
    ],
  },
  video: {
    queue: 'Видеонаблюдение',
    categories: [
      {
        name: 'Нет изображения',
        priority: 'high',
        subjects: ['Нет изображения с камеры', 'Пропали три камеры', 'Чёрный экран на мониторе охраны'],
      },
      {
        name: 'Архив записи',
        priority: 'normal',
        subjects: ['Не пишется архив', 'Выгрузить запись за вчера', 'Глубина архива меньше месяца'],
      },
      {
        name: 'Контроль доступа',
        priority: 'high',
        subjects: ['Не открывается турникет', 'Карта не срабатывает', 'Заблокировать пропуск'],
      },
      {
        name: 'Пожарная сигнализация',
        priority: 'critical',
        subjects: ['Ложное срабатывание сигнализации', 'Неисправность шлейфа', 'Прибор показывает ошибку'],
      },
    ],
  },
  network: {
    queue: 'Сети',
    categories: [
      {
        name: 'Нет интернета',
        priority: 'critical',
        subjects: ['Нет интернета в офисе', 'Обрыв связи каждые полчаса', 'Не работает резервный канал'],
      },
      {
        name: 'Wi-Fi',
        priority: 'normal',
        subjects: ['Слабый Wi-Fi в зале', 'Гости не могут подключиться', 'Нужна ещё одна точка доступа'],
      },
      {
        name: 'Телефония',
        priority: 'high',
        subjects: ['Не проходят входящие звонки', 'Плохо слышно собеседника', 'Перенести внутренний номер'],
      },
      {
        name: 'VPN и удалённый доступ',
        priority: 'normal',
        subjects: ['Не подключается VPN', 'Нет доступа к общей папке', 'Новый сотрудник на удалёнке'],
      },
    ],
  },
  desktop: {
    queue: 'Рабочие места',
    categories: [
      {
        name: 'Компьютер не работает',
        priority: 'high',
        subjects: ['Не включается компьютер', 'Синий экран', 'Компьютер сильно тормозит'],
      },
      {
        name: 'Принтеры и МФУ',
        priority: 'normal',
        subjects: ['Не печатает принтер', 'Замятие бумаги', 'Сканер не виден по сети'],
      },
      {
        name: 'Почта и учётные записи',
        priority: 'normal',
        subjects: ['Забыли пароль от почты', 'Не приходят письма', 'Создать учётную запись'],
      },
      {
        name: 'Расходные материалы',
        priority: 'low',
        subjects: ['Заканчивается тонер', 'Привезти картриджи', 'Нужна новая мышь'],
      },
    ],
  },
  erp: {
    queue: '1С',
    categories: [
      {
        name: 'Ошибка в 1С',
        priority: 'high',
        subjects: ['Ошибка при проведении документа', '1С не запускается', 'Зависает отчёт'],
      },
      {
        name: 'Обновление 1С',
        priority: 'normal',
        subjects: ['Обновить конфигурацию', 'После обновления пропал отчёт', 'Обновить до отчётности'],
      },
      {
        name: 'Обмены и интеграции',
        priority: 'high',
        subjects: ['Не идёт обмен с сайтом', 'Не выгружается ЭДО', 'Обмен с банком не работает'],
      },
      {
        name: 'Доработка',
        priority: 'low',
        subjects: ['Добавить поле в печатную форму', 'Новый отчёт по продажам', 'Изменить права бухгалтера'],
      },
      {
        name: 'Консультация',
        priority: 'low',
        subjects: ['Как исправить реализацию', 'Как закрыть месяц', 'Вопрос по начислению зарплаты'],
      },
    ],
  },
  building: {
    queue: 'Инженерные системы',
    categories: [
      {
        name: 'Вентиляция и кондиционеры',
        priority: 'normal',
        subjects: ['Не охлаждает кондиционер', 'Течёт кондиционер', 'Шум в вентиляции'],
      },
      {
        name: 'Электрика',
        priority: 'critical',
        subjects: ['Выбило автомат', 'Нет света в зале', 'Искрит розетка'],
      },
      {
        name: 'Сантехника',
        priority: 'high',
        subjects: ['Протечка в подсобке', 'Засор', 'Нет горячей воды'],
      },
      {
        name: 'Лифты и двери',
        priority: 'high',
        subjects: ['Не работает лифт', 'Заклинило автоматическую дверь', 'Не поднимаются ворота'],
      },
      {
        name: 'Уборка и мелкий ремонт',
        priority: 'low',
        subjects: ['Заменить лампу', 'Убрать после ремонта', 'Сломан доводчик'],
      },
    ],
  },
  vehicles: {
    queue: 'Мониторинг транспорта',
    categories: [
      {
        name: 'Нет данных с машины',
        priority: 'high',
        subjects: ['Машина пропала с карты', 'Нет координат со вчера', 'Терминал не выходит на связь'],
      },
      {
        name: 'Датчик топлива',
        priority: 'normal',
        subjects: ['Скачет уровень топлива', 'Не видно заправку', 'Тарировка бака'],
      },
      {
        name: 'Тахограф',
        priority: 'high',
        subjects: ['Тахограф показывает ошибку', 'Не читается карта водителя', 'Поверка тахографа'],
      },
      {
        name: 'Монтаж и перенос',
        priority: 'low',
        subjects: [
          'Перенести терминал на другую машину',
          'Установить терминал',
          'Снять оборудование с проданной машины',
        ],
      },
    ],
  },
  shop: {
    queue: 'Торговое оборудование',
    categories: [
      {
        name: 'Весы',
        priority: 'high',
        subjects: ['Весы не печатают этикетку', 'Весы врут', 'Не загружаются цены в весы'],
      },
      {
        name: 'Холодильное оборудование',
        priority: 'critical',
        subjects: ['Холодильник не держит температуру', 'Размораживается витрина', 'Шумит компрессор'],
      },
      {
        name: 'Сканеры и ТСД',
        priority: 'normal',
        subjects: ['Сканер не читает коды', 'ТСД не синхронизируется', 'Не читается маркировка'],
      },
    ],
  },
} as const satisfies Readonly<Record<string, Trade>>

export type TradeName = keyof typeof trades
export const tradeNames = Object.keys(trades) as readonly TradeName[]

export type IndustryProfile = {
  /** Whole per cents of organisations. */
  share: number
  /** Trades of their contracts, the main one first and several times. */
  trades: readonly TradeName[]
  sites: readonly Site['kind'][]
  equipment: readonly (readonly [kind: string, ...models: string[]])[]
  /** Whole per cents of tickets by channel; they add up to 100. */
  channels: Readonly<Record<Channel, number>>
}

/**
 * The seven industries. Calls lead at cash registers, vehicles and security, mail at 1C; retail calls in fewer than a
 * tenth of its tickets; every seventh ticket of all comes from another system.
 */
export const profiles: Readonly<Record<Industry, IndustryProfile>> = {
  cashRegistersHoReCa: {
    share: 20,
    trades: ['cash', 'cash', 'cash', 'network', 'video'],
    sites: ['restaurant', 'restaurant', 'shop'],
    equipment: [
      ['Касса', 'Атол 27Ф', 'Эвотор 7.3', 'Штрих-М-01Ф'],
      ['Терминал эквайринга', 'PAX S300', 'Ingenico iPP320'],
      ['Принтер чеков', 'Атол Sigma 8', 'Space X802'],
    ],
    channels: { phone: 46, email: 16, portal: 6, telegram: 8, app: 8, chat: 2, integration: 14 },
  },
  vehicleMonitoring: {
    share: 12,
    trades: ['vehicles', 'vehicles', 'vehicles', 'desktop'],
    sites: ['vehicle', 'vehicle', 'vehicle', 'office'],
    equipment: [
      ['Терминал мониторинга', 'Galileosky 7x', 'Навтелеком S-2551'],
      ['Тахограф', 'Меркурий ТА-001', 'Штрих-Тахо RUS'],
      ['Датчик топлива', 'Omnicomm LLS 5', 'Технотон DUT-E'],
    ],
    channels: { phone: 45, email: 20, portal: 8, telegram: 5, app: 6, chat: 2, integration: 14 },
  },
  itOutsourcing: {
    share: 15,
    trades: ['desktop', 'desktop', 'network', 'network', 'erp'],
    sites: ['office', 'office', 'office', 'warehouse'],
    equipment: [
      ['Рабочая станция', 'Aquarius Pro', 'iRU Опал', 'Depo Neos'],
      ['МФУ', 'Pantum BM5100', 'Катюша M247'],
      ['Маршрутизатор', 'Eltex ESR-20', 'MikroTik RB4011'],
      ['Сервер', 'Yadro Vegman', 'Depo Storm'],
    ],
    channels: { phone: 9, email: 33, portal: 24, telegram: 10, app: 5, chat: 5, integration: 14 },
  },
  securityEquipment: {
    share: 16,
    trades: ['video', 'video', 'video', 'network'],
    sites: ['building', 'shop', 'warehouse', 'office'],
    equipment: [
      ['Камера', 'TRASSIR TR-D2121', 'Beward BD3570', 'RVi-1NCE2020'],
      ['Видеорегистратор', 'TRASSIR MiniNVR', 'RVi-1HR16'],
      ['Турникет', 'PERCo TTR-08', 'Ростов-Дон Т9'],
      ['Прибор сигнализации', 'Болид С2000-М', 'Рубеж-2ОП'],
    ],
    channels: { phone: 48, email: 20, portal: 6, telegram: 5, app: 5, chat: 2, integration: 14 },
  },
  facility: {
    share: 15,
    trades: ['building', 'building', 'building', 'video'],
    sites: ['building', 'building', 'office', 'warehouse'],
    equipment: [
      ['Кондиционер', 'Royal Clima RCI', 'Ballu Lagoon'],
      ['Лифт', 'ЩЛЗ 400', 'Могилёв ЛП-0611'],
      ['Вентиляционная установка', 'ВЕЗА КЦКП', 'NED Airvent'],
    ],
    channels: { phone: 25, email: 20, portal: 16, telegram: 10, app: 12, chat: 3, integration: 14 },
  },
  softwareErp: {
    share: 12,
    trades: ['erp', 'erp', 'erp', 'desktop'],
    sites: ['office', 'office', 'warehouse'],
    equipment: [
      ['Информационная база', '1С:Бухгалтерия', '1С:ERP', '1С:Управление торговлей'],
      ['Сервер', 'Yadro Vegman', 'Depo Storm'],
    ],
    channels: { phone: 8, email: 42, portal: 20, telegram: 8, app: 3, chat: 5, integration: 14 },
  },
  retail: {
    share: 10,
    trades: ['shop', 'shop', 'cash', 'cash', 'network'],
    sites: ['shop', 'shop', 'shop', 'warehouse'],
    equipment: [
      ['Весы', 'Масса-К ВПМ', 'Штрих-Принт'],
      ['Холодильная витрина', 'Полаир DM107', 'Премьер ВСУП'],
      ['Касса', 'Атол 27Ф', 'Штрих-М-01Ф'],
      ['ТСД', 'Атол Smart.Lite', 'Urovo DT40'],
    ],
    channels: { phone: 8, email: 30, portal: 22, telegram: 8, app: 10, chat: 3, integration: 19 },
  },
}
