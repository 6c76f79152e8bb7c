import { defineTexts } from '../define-texts.ts'

export const sound = defineTexts({
  'settings.phone.password.wrong': {
    note: 'At the field: the PBX refused the password, it may have been changed',
    ru: 'Станция не приняла пароль: введите новый.',
    en: 'The PBX did not accept the password: type the new one.',
  },
  'sound.inUse': { note: 'Under a device field; name', ru: 'Сейчас: {{name}}', en: 'Now: {{name}}' },
  'sound.inUse.none': {
    note: 'Under a device field: no device at all',
    ru: 'Ничего не подключено.',
    en: 'Nothing is plugged in.',
  },
  'sound.inUse.away': {
    note: 'Under a device field: the chosen one is unplugged; wanted, now',
    ru: '«{{wanted}}» не подключено. Пока: {{now}}; вернётся само.',
    en: '“{{wanted}}” is not plugged in. Meanwhile: {{now}}; it comes back by itself.',
  },
  'sound.away': {
    note: 'Choice: device that is unplugged; name',
    ru: '{{name}} (не подключено)',
    en: '{{name}} (not plugged in)',
  },
  'sound.system': {
    note: 'Name of the default device when the system tells none',
    ru: 'устройство системы',
    en: 'the system’s device',
  },
  'sound.volume': { note: 'Slider: volume of the voice', ru: 'Громкость голоса', en: 'Voice volume' },
  'sound.test': { note: 'Button: plays a tone on this device', ru: 'Проиграть', en: 'Play' },
  'sound.test.speaker': {
    note: 'Screen reader name of the button',
    ru: 'Проиграть звук в динамике',
    en: 'Play a sound on the speaker',
  },
  'sound.test.ring': {
    note: 'Screen reader name of the button',
    ru: 'Проиграть звук на устройстве звонка',
    en: 'Play a sound on the ring device',
  },
  'sound.level': { note: 'Meter: level of the microphone', ru: 'Уровень микрофона', en: 'Microphone level' },
  'sound.level.speech': { note: 'State of the meter', ru: 'слышно', en: 'heard' },
  'sound.level.quiet': {
    note: 'State of the meter: below a voice',
    ru: 'тихо: скажите что-нибудь',
    en: 'quiet: say something',
  },
  'sound.level.show': {
    note: 'Button: opens the microphone and shows its level',
    ru: 'Показать уровень',
    en: 'Show the level',
  },
  'sound.level.hide': {
    note: 'Button: closes the microphone',
    ru: 'Закрыть микрофон',
    en: 'Close the microphone',
  },
  'sound.processing': {
    note: 'Group of switches',
    ru: 'Обработка голоса этого микрофона',
    en: 'Voice processing of this microphone',
  },
  'sound.processing.echoCancellation': { note: 'Switch', ru: 'Подавлять эхо', en: 'Cancel echo' },
  'sound.processing.noiseSuppression': { note: 'Switch', ru: 'Подавлять шум', en: 'Suppress noise' },
  'sound.processing.autoGainControl': { note: 'Switch', ru: 'Выравнивать громкость', en: 'Level the volume' },
  'sound.headset': { note: 'Part: buttons of the headset', ru: 'Кнопки гарнитуры', en: 'Headset buttons' },
  'sound.headset.on': {
    note: 'Headset whose buttons work; name',
    ru: '{{name}}: трубка отвечает и завершает, кнопка микрофона работает, индикаторы горят вместе с Пультом.',
    en: '{{name}}: the hook answers and hangs up, the mute button works, the lamps follow Pult.',
  },
  'sound.headset.hookOnly': {
    note: 'Headset without a mute button; name',
    ru: '{{name}}: трубка отвечает и завершает.',
    en: '{{name}}: the hook answers and hangs up.',
  },
  'sound.headset.none': {
    note: 'No headset is allowed yet',
    ru: 'Разрешите гарнитуру один раз: её кнопки будут отвечать, завершать и выключать микрофон.',
    en: 'Allow your headset once: its buttons will answer, hang up and mute.',
  },
  'sound.headset.allow': {
    note: 'Button: the browser asks which headset',
    ru: 'Разрешить гарнитуру',
    en: 'Allow a headset',
  },
  'sound.headset.unsupported': {
    note: 'Browser without WebHID',
    ru: 'Этот браузер не слышит кнопок гарнитуры.',
    en: 'This browser does not hear headset buttons.',
  },
  'sound.headset.notFound': {
    note: 'Said after the browser’s question was closed or found nothing usable',
    ru: 'Гарнитура не выбрана. Подключите её и попробуйте ещё раз.',
    en: 'No headset was chosen. Plug it in and try again.',
  },

  'device.microphone.gone': {
    note: 'Banner: device unplugged; before, now',
    ru: '«{{before}}» отключился: говорите через «{{now}}».',
    en: '“{{before}}” was unplugged: you now speak through “{{now}}”.',
  },
  'device.microphone.none': {
    note: 'Banner: the last microphone was unplugged; before',
    ru: '«{{before}}» отключился, другого микрофона нет: вас не слышно. Подключите гарнитуру.',
    en: '“{{before}}” was unplugged and there is no other microphone: nobody hears you. Plug a headset in.',
  },
  'device.microphone.busy': {
    note: 'Banner: device did not open; before, now',
    ru: '«{{before}}» не открылся, он занят другой программой: говорите через «{{now}}».',
    en: '“{{before}}” did not open, another program has it: you now speak through “{{now}}”.',
  },
  'device.microphone.back': {
    note: 'Banner: device came back; now',
    ru: '«{{now}}» снова на месте: говорите через него.',
    en: '“{{now}}” is back: you speak through it again.',
  },
  'device.microphone.moved': {
    note: 'Banner: the system changed its default; now',
    ru: 'Система сменила микрофон: теперь «{{now}}».',
    en: 'The system changed the microphone: now “{{now}}”.',
  },
  'device.speaker.gone': {
    note: 'Banner: device unplugged; before, now',
    ru: '«{{before}}» отключился: голос слышен в «{{now}}».',
    en: '“{{before}}” was unplugged: the voice is now in “{{now}}”.',
  },
  'device.speaker.none': {
    note: 'Banner: the last output was unplugged; before',
    ru: '«{{before}}» отключился, другого динамика нет: подключите гарнитуру.',
    en: '“{{before}}” was unplugged and there is no other output: plug a headset in.',
  },
  'device.speaker.back': {
    note: 'Banner: device came back; now',
    ru: '«{{now}}» снова на месте: голос слышен в нём.',
    en: '“{{now}}” is back: the voice is in it again.',
  },
  'device.speaker.moved': {
    note: 'Banner: the system changed its default; now',
    ru: 'Система сменила динамик: теперь «{{now}}».',
    en: 'The system changed the output: now “{{now}}”.',
  },
  'device.ring.gone': {
    note: 'Banner: device unplugged; before, now',
    ru: '«{{before}}» отключился: звонок играет через «{{now}}».',
    en: '“{{before}}” was unplugged: it now rings through “{{now}}”.',
  },
  'device.ring.none': {
    note: 'Banner: the last output was unplugged; before',
    ru: '«{{before}}» отключился: звонка не будет слышно, смотрите на экран.',
    en: '“{{before}}” was unplugged: no ring is heard, watch the screen.',
  },
  'device.ring.back': {
    note: 'Banner: device came back; now',
    ru: '«{{now}}» снова на месте: звонок играет через него.',
    en: '“{{now}}” is back: it rings through it again.',
  },
  'device.ring.moved': {
    note: 'Banner: the system changed its default; now',
    ru: 'Система сменила устройство звонка: теперь «{{now}}».',
    en: 'The system changed the ring device: now “{{now}}”.',
  },
  'device.unnamed': {
    note: 'A device whose name is hidden',
    ru: 'прежнее устройство',
    en: 'the device before',
  },

  'command.selfTest': {
    note: 'Command',
    ru: 'Проверить связь перед сменой',
    en: 'Test the phone before the shift',
  },
  'selfTest.title': { note: 'Title', ru: 'Проверка перед сменой', en: 'Test before the shift' },
  'selfTest.intro': {
    note: 'Before the test',
    ru: 'Полминуты: микрофон, динамик, линия и звонок на эхо. Если позвонят, проверка уступит сама.',
    en: 'Half a minute: microphone, speaker, line and an echo call. If somebody calls, the test gives way by itself.',
  },
  'selfTest.start': { note: 'Button', ru: 'Начать', en: 'Start' },
  'selfTest.again': { note: 'Button', ru: 'Проверить ещё раз', en: 'Test again' },
  'selfTest.stop': { note: 'Button', ru: 'Прервать', en: 'Stop' },
  'selfTest.notNow': {
    note: 'Refusal: a call is live',
    ru: 'Идёт звонок. Проверьте связь после него.',
    en: 'A call is on. Test after it.',
  },
  'selfTest.step.microphone': { note: 'Step', ru: 'Микрофон', en: 'Microphone' },
  'selfTest.step.speaker': { note: 'Step', ru: 'Динамик', en: 'Speaker' },
  'selfTest.step.line': { note: 'Step', ru: 'Линия', en: 'Line' },
  'selfTest.step.echo': { note: 'Step', ru: 'Голос до станции и обратно', en: 'Voice to the PBX and back' },
  'selfTest.waiting': { note: 'State of a step', ru: 'ждёт', en: 'waiting' },
  'selfTest.running.microphone': {
    note: 'State of a step',
    ru: 'Скажите что-нибудь, например «раз, два, три».',
    en: 'Say something, “one, two, three”.',
  },
  'selfTest.running.speaker': { note: 'State of a step', ru: 'Играем звук…', en: 'Playing a sound…' },
  'selfTest.running.line': { note: 'State of a step', ru: 'Ждём станцию…', en: 'Waiting for the PBX…' },
  'selfTest.running.echo': {
    note: 'State of a step',
    ru: 'Звоним на эхо и слушаем себя…',
    en: 'Calling the echo and listening…',
  },
  'selfTest.asks.speaker': {
    note: 'State of a step: a question',
    ru: 'Слышали два тона?',
    en: 'Did you hear two tones?',
  },
  'selfTest.heard': { note: 'Button: answer', ru: 'Слышу', en: 'I do' },
  'selfTest.notHeardButton': { note: 'Button: answer', ru: 'Не слышу', en: 'I do not' },
  'selfTest.replay': { note: 'Button: plays the tones again', ru: 'Ещё раз', en: 'Play again' },
  'selfTest.ok.microphone': { note: 'State of a step', ru: 'Вас слышно.', en: 'You are heard.' },
  'selfTest.ok.speaker': { note: 'State of a step', ru: 'Вы слышите.', en: 'You hear.' },
  'selfTest.ok.line': { note: 'State of a step', ru: 'Станция на связи.', en: 'The PBX is there.' },
  'selfTest.ok.echo': {
    note: 'State of a step; ms',
    ru: 'Голос вернулся за {{ms}} мс.',
    en: 'Your voice came back in {{ms}} ms.',
  },
  'selfTest.why.denied': {
    note: 'Fault and next step',
    ru: 'Нет доступа к микрофону. Разрешите его для Пульта в настройках системы.',
    en: 'The microphone is not allowed. Allow it for Pult in the system settings.',
  },
  'selfTest.why.missing': {
    note: 'Fault and next step',
    ru: 'Микрофон не найден. Подключите гарнитуру.',
    en: 'No microphone found. Plug the headset in.',
  },
  'selfTest.why.busy': {
    note: 'Fault and next step',
    ru: 'Микрофон занят другой программой. Закройте её.',
    en: 'Another program has the microphone. Close it.',
  },
  'selfTest.why.silent': {
    note: 'Fault and next step',
    ru: 'Вас не слышно. Проверьте кнопку на гарнитуре или выберите другой микрофон в настройках.',
    en: 'You are not heard. Check the switch on the headset or choose another microphone in the settings.',
  },
  'selfTest.why.notHeard': {
    note: 'Fault and next step',
    ru: 'Звука не слышно. Проверьте громкость гарнитуры или выберите другой динамик в настройках.',
    en: 'No sound is heard. Check the headset’s volume or choose another speaker in the settings.',
  },
  'selfTest.why.lineNotReady': {
    note: 'Fault and next step',
    ru: 'Станция не на связи: звонки сюда не дойдут. Проверьте сеть; причина написана в полосе сверху.',
    en: 'The PBX is not there: calls cannot reach you. Check the network; the banner above says why.',
  },
  'selfTest.why.noEcho': {
    note: 'Fault and next step',
    ru: 'Номер эха не ответил. Звонки могут работать; скажите ИТ.',
    en: 'The echo number did not answer. Calls may work; tell IT.',
  },
  'selfTest.why.noSound': {
    note: 'Fault and next step',
    ru: 'Эхо ответило, но голос не вернулся: звук не проходит. Скажите ИТ до первого звонка.',
    en: 'The echo answered, but your voice did not come back: sound does not pass. Tell IT before the first call.',
  },
  'selfTest.why.noEchoCode': {
    note: 'Step left out',
    ru: 'Пропущено: номер эха не задан. Его задаёт ИТ.',
    en: 'Left out: no echo number is set. IT sets it.',
  },
  'selfTest.why.notTried': {
    note: 'Step left out',
    ru: 'Пропущено: без линии не позвонить.',
    en: 'Left out: without a line there is no call.',
  },
  'selfTest.passed': {
    note: 'Result',
    ru: 'Всё работает. Хорошей смены!',
    en: 'Everything works. Have a good shift!',
  },
  'selfTest.failed': {
    note: 'Result',
    ru: 'Есть неисправность: что сделать, написано у шага.',
    en: 'Something is wrong: the step says what to do.',
  },
  'selfTest.stopped.person': { note: 'Result', ru: 'Проверка прервана.', en: 'The test was stopped.' },
  'selfTest.stopped.call': {
    note: 'Result',
    ru: 'Звонят: проверка уступила. Повторите её после разговора.',
    en: 'A call came: the test gave way. Repeat it after the call.',
  },
  'selfTest.last.passed': {
    note: 'Last result; when',
    ru: 'Последняя проверка {{when}}: всё работало.',
    en: 'Last test {{when}}: everything worked.',
  },
  'selfTest.last.failed': {
    note: 'Last result; when, step',
    ru: 'Последняя проверка {{when}}: не прошёл шаг «{{step}}».',
    en: 'Last test {{when}}: the step “{{step}}” failed.',
  },
  'selfTest.last.none': {
    note: 'No result yet',
    ru: 'На этом компьютере ещё не проверяли.',
    en: 'Not tested on this computer yet.',
  },
})
