// Plain browser code of the demo page: draws the callers, places and ends their calls, follows the news.
const words = {
  ru: {
    title: 'Позвонить диспетчеру',
    call: 'Позвонить',
    hangUp: 'Положить трубку',
    ringing: 'звонит…',
    talking: 'разговор',
    hidden: 'номер скрыт',
    nobody: 'Ни один пульт не зарегистрирован. Откройте адрес пульта и подождите «Линия готова».',
    ready: (who) => `На линии: ${who}`,
    other: 'English',
  },
  en: {
    title: 'Call the dispatcher',
    call: 'Call',
    hangUp: 'Hang up',
    ringing: 'ringing…',
    talking: 'talking',
    hidden: 'number hidden',
    nobody: 'No console is registered. Open the console address and wait for “Line ready”.',
    ready: (who) => `On the line: ${who}`,
    other: 'Русский',
  },
}

let language = navigator.language.startsWith('ru') ? 'ru' : 'en'
let callers = []
let news = { calls: [], registered: [] }
const element = (id) => document.getElementById(id)

function draw() {
  const say = words[language]
  document.documentElement.lang = language
  element('title').textContent = say.title
  element('language').textContent = say.other
  element('line').textContent =
    news.registered.length > 0 ? say.ready(news.registered.join(', ')) : say.nobody
  for (const caller of callers) drawCaller(caller, say)
}

function drawCaller(caller, say) {
  const article = element(`caller-${caller.id}`)
  const call = news.calls.find((one) => one.callerId === caller.id && one.state !== 'over')
  article.dataset.state = call?.state ?? 'idle'
  const number = caller.number || say.hidden
  article.querySelector('h2').textContent = caller.name || number
  article.querySelector('.number').textContent = call ? `${number} · ${say[call.state]}` : number
  article.querySelector('.story').textContent = caller.story[language]
  const button = article.querySelector('button')
  button.textContent = call ? say.hangUp : say.call
  button.disabled = !call && news.registered.length === 0
  button.onclick = () =>
    fetch(call ? `/hang-up/${encodeURIComponent(call.id)}` : `/call/${encodeURIComponent(caller.id)}`, {
      method: 'POST',
    })
}

function add(caller) {
  const article = document.createElement('article')
  article.id = `caller-${caller.id}`
  const heading = document.createElement('h2')
  const number = document.createElement('span')
  number.className = 'number'
  const story = document.createElement('p')
  story.className = 'story'
  const button = document.createElement('button')
  button.type = 'button'
  article.append(heading, number, button, story)
  element('callers').append(article)
}

element('language').onclick = () => {
  language = language === 'ru' ? 'en' : 'ru'
  draw()
}
callers = await (await fetch('/callers')).json()
callers.forEach(add)
draw()
new EventSource('/news').onmessage = (message) => {
  news = JSON.parse(message.data)
  draw()
}
