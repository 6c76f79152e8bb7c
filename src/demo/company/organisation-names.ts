import type { Industry } from '#domain/directory/organisation.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

const heads: readonly string[] = [
  'Альфа',
  'Вектор',
  'Гранит',
  'Дельта',
  'Заря',
  'Импульс',
  'Каскад',
  'Лидер',
  'Магистраль',
  'Меридиан',
  'Нева',
  'Орион',
  'Парус',
  'Прогресс',
  'Радуга',
  'Ритм',
  'Север',
  'Сигма',
  'Спектр',
  'Старт',
  'Темп',
  'Урал',
  'Факел',
  'Феникс',
  'Форум',
  'Центр',
  'Эверест',
  'Энергия',
  'Юпитер',
  'Янтарь',
]
const tails: readonly string[] = [
  'Сервис',
  'Групп',
  'Плюс',
  'Трейд',
  'Строй',
  'Инвест',
  'Логистик',
  'Проект',
  'Ресурс',
  'Снаб',
  'Техно',
  'Торг',
  'Холдинг',
  'Эксперт',
  'Регион',
  'Комплекс',
]
const warm: readonly string[] = [
  'Зерно',
  'Уют',
  'Берёзка',
  'Вишня',
  'Каравай',
  'Самовар',
  'Пряник',
  'Ложка',
  'Огонёк',
  'Гнездо',
  'Мельница',
  'Лукошко',
  'Причал',
  'Терраса',
  'Чайка',
  'Погребок',
]
const places: Readonly<Partial<Record<Industry, readonly string[]>>> = {
  cashRegistersHoReCa: ['Кофейня', 'Ресторан', 'Пекарня', 'Столовая', 'Кафе', 'Бар'],
  retail: ['Магазин', 'Супермаркет', 'Аптека', 'Хозтовары', 'Рынок'],
}

/** What people call an organisation, and what stands in its contract. */
export function organisationName(
  random: Random,
  industry: Industry,
  owner: Person,
  nth: number,
): { name: string; legalName: string; entrepreneur: boolean } {
  const kinds = places[industry]
  // Past the first thousands every pair of words is taken: a number tells branches apart, as it does in life.
  const number = nth < 400 ? '' : ` ${1 + (nth % 97)}`
  if (kinds !== undefined && random.chance(0.7)) {
    const sign = `«${random.pick(warm)}${number}»`
    const name = `${random.pick(kinds)} ${sign}`
    if (random.chance(0.5)) {
      return { name, legalName: `ИП ${owner.surname} ${owner.initials}`, entrepreneur: true }
    }
    return { name, legalName: `ООО ${sign}`, entrepreneur: false }
  }
  const name = `${random.pick(heads)}-${random.pick(tails)}${number}`
  const form = random.chance(0.85) ? 'ООО' : 'АО'
  return { name, legalName: `${form} «${name}»`, entrepreneur: false }
}
