import { defineTexts } from '../define-texts.ts'

export const quality = defineTexts({
  'quality.lamp.green': { note: 'How the call sounds', ru: 'Звук хороший', en: 'The sound is good' },
  'quality.lamp.yellow': { note: 'How the call sounds', ru: 'Звук хуже обычного', en: 'The sound is worse' },
  'quality.lamp.red': { note: 'How the call sounds', ru: 'Звук плохой', en: 'The sound is bad' },
  'quality.cause.device': {
    note: 'Where the bad sound comes from, and what to do',
    ru: 'дело в микрофоне или гарнитуре',
    en: 'it is the microphone or headset',
  },
  'quality.cause.yourNetwork': {
    note: 'Where the bad sound comes from',
    ru: 'дело в вашей сети',
    en: 'it is your network',
  },
  'quality.cause.pbx': { note: 'Where the bad sound comes from', ru: 'дело в станции', en: 'it is the PBX' },
  'quality.cause.theirLine': {
    note: 'Where the bad sound comes from',
    ru: 'дело в линии собеседника',
    en: 'it is their line',
  },
  'quality.cause.unknown': {
    note: 'Where the bad sound comes from',
    ru: 'причина не видна',
    en: 'the cause is not seen',
  },
  'quality.alarm.noInbound': {
    note: 'Alarm: no sound comes from the PBX',
    ru: 'От станции не приходит звук. Подождите несколько секунд; если тишина, перезвоните.',
    en: 'No sound comes from the PBX. Wait a few seconds; if it stays silent, call back.',
  },
  'quality.alarm.theyDoNotHearUs': {
    note: 'Alarm: our voice does not arrive',
    ru: 'Вас не слышно: ваш голос не доходит. Проверьте кнопку на гарнитуре, потом перезвоните.',
    en: 'They do not hear you: your voice does not arrive. Check the switch on the headset, then call back.',
  },
  'quality.alarm.weDoNotHearThem': {
    note: 'Alarm: one-way audio',
    ru: 'Собеседник вас слышит, а вы его нет. Перезвоните.',
    en: 'They hear you, but you do not hear them. Call back.',
  },
  'quality.alarm.deadMicrophone': {
    note: 'Alarm: the microphone gives pure silence',
    ru: 'Микрофон молчит: проверьте кнопку на гарнитуре или выберите другой в настройках.',
    en: 'The microphone is silent: check the switch on the headset or choose another in the settings.',
  },
  'quality.alarm.longDelay': {
    note: 'Alarm: the voice comes late',
    ru: 'Голос запаздывает: делайте паузы.',
    en: 'The voice is late: leave pauses.',
  },
  'quality.alarm.connectionLost': {
    note: 'Alarm: the media connection is down',
    ru: 'Связь прервалась, восстанавливаем.',
    en: 'The connection broke, restoring it.',
  },
})
