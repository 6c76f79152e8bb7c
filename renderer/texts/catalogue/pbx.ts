import { defineTexts } from '../define-texts.ts'

const empty = 'Field of the PBX’s codes; left empty, the action is not offered'

/** The settings tab of the PBX's codes. */
export const pbx = defineTexts({
  'settings.tab.pbx': { note: 'Tab: codes of the PBX', ru: 'Станция', en: 'PBX' },
  'settings.pbx.what': {
    note: 'Above the fields',
    ru: 'Коды станции знает ИТ. Пустое поле: такого действия нет. Файл настроек ИТ при следующем запуске важнее.',
    en: 'IT knows the PBX’s codes. An empty field: the action is not offered. IT’s configuration file wins at the next start.',
  },
  'settings.pbx.park': { note: empty, ru: 'Парковка', en: 'Park' },
  'settings.pbx.parkSlots': { note: empty, ru: 'Места парковки', en: 'Parking slots' },
  'settings.pbx.parkSlots.hint': { note: 'Hint', ru: 'через пробел: 701 702', en: 'with spaces: 701 702' },
  'settings.pbx.pickup': { note: empty, ru: 'Перехват у коллеги', en: 'Pick up from a colleague' },
  'settings.pbx.ext.hint': {
    note: 'Hint; {ext} stands in the code as it is',
    ru: 'с местом для внутреннего номера: **{ext}',
    en: 'with a place for the extension, such as **{ext}',
  },
  'settings.pbx.groupPickup': { note: empty, ru: 'Перехват в группе', en: 'Pick up in the group' },
  'settings.pbx.conference': { note: empty, ru: 'Комната конференции', en: 'Conference room' },
  'settings.pbx.recordPause': { note: empty, ru: 'Пауза записи', en: 'Pause recording' },
  'settings.pbx.recordResume': { note: empty, ru: 'Продолжить запись', en: 'Resume recording' },
  'settings.pbx.echo': { note: empty, ru: 'Эхо для проверки', en: 'Echo test' },
  'settings.pbx.voicemail': { note: empty, ru: 'Голосовая почта', en: 'Voice mail' },
  'settings.pbx.tones': { note: 'Field', ru: 'Тоновые сигналы', en: 'Tones' },
  'settings.pbx.tones.rfc4733': { note: 'Choice', ru: 'в звуке (RFC 4733)', en: 'in the sound (RFC 4733)' },
  'settings.pbx.tones.info': { note: 'Choice', ru: 'SIP INFO', en: 'SIP INFO' },
  'settings.pbx.keepsSilentS': {
    note: 'Field: how long the PBX keeps a call whose phone fell silent',
    ru: 'Держит молчащий разговор, с',
    en: 'Keeps a silent call, s',
  },
  'settings.pbx.bad': {
    note: 'Error of a field with a code',
    ru: 'Только цифры, * и #',
    en: 'Digits, * and # only',
  },
  'settings.pbx.badExt': {
    note: 'Error of a field; {ext} stands there as it is',
    ru: 'Цифры, * и #, и один раз {ext}',
    en: 'Digits, * and #, and {ext} once',
  },
  'settings.pbx.badSeconds': { note: 'Error of a field', ru: 'От 5 до 300', en: 'From 5 to 300' },
  'settings.pbx.save': { note: 'Button', ru: 'Сохранить', en: 'Save' },
  'settings.pbx.saved': { note: 'Toast', ru: 'Коды станции сохранены', en: 'PBX codes saved' },
})
