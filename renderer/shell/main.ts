import { systemLanguage } from '#renderer/texts/i18n.ts'
import { OwnerLine } from './owner-line.ts'
import { Stage } from './stage.ts'
import { type TextKey, textIn } from './texts.ts'

/**
 * The outer page of the web shell:
 *   asking ──granted──▶ working ──lost──▶ aside ──take, granted──▶ working
 *   asking ──taken──▶ aside        working ──server away──▶ working, with a banner: the phone needs no server to talk
 */
const language = systemLanguage(navigator.languages)
const say = (key: TextKey) => textIn(language, key)
const part = <Element extends HTMLElement>(id: string) => document.getElementById(id) as Element
const notice = part('notice')
const banner = part('banner')
const button = part<HTMLButtonElement>('notice-button')
let stage: Stage | null = null

document.documentElement.lang = language
part('notice-title').textContent = say('takenTitle')
button.textContent = say('take')

function stepAside(text: TextKey): void {
  part('notice-text').textContent = say(text)
  button.disabled = false
  notice.hidden = false
}

function showBanner(text: TextKey | null): void {
  banner.hidden = text === null
  banner.textContent = text === null ? '' : say(text)
}

async function giveUp(text: TextKey): Promise<void> {
  const left = stage
  stage = null
  await left?.leave()
  stepAside(text)
  line.letGo()
}

const line = new OwnerLine((news) => {
  switch (news.type) {
    case 'granted':
      notice.hidden = true
      showBanner(null)
      if (stage) stage.changeKey(news.key)
      else stage = new Stage(part('stage'), news.key)
      return
    case 'taken':
      showBanner(null)
      // With pages on stage another window was quicker while the server was away; a notice that stands says more.
      if (stage) return void giveUp('lostText')
      return notice.hidden ? stepAside('takenText') : undefined
    case 'lost':
      return void giveUp('lostText')
    case 'free':
      return stepAside('freeText')
    case 'away':
    case 'stranger':
      return showBanner(news.type)
  }
})

button.addEventListener('click', () => {
  button.disabled = true
  line.take()
})
