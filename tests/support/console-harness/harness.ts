import { FakeBridge } from '#tests/renderer/console/fake-bridge.ts'
import { ringKnown, scenes } from './scenes.ts'

/** The real console page over a made-up core and phone; the address says which scene, language and colours. */
const address = new URLSearchParams(location.search)
const language = address.get('lang') === 'en' ? 'en' : 'ru'
const theme = address.get('theme') === 'dark' ? 'dark' : 'light'
const density = address.get('density') === 'comfortable' ? 'comfortable' : 'compact'
const fake = new FakeBridge(Date.now, { language, theme, density })
const scene = scenes[address.get('scene') ?? 'idle']
scene?.prepare?.(fake)

// The made-up disk outlives a reload of the page, as the core's does; another scene has another disk.
const disk = `drafts-${address.get('nth')}`
for (const draft of JSON.parse(sessionStorage.getItem(disk) ?? '[]')) fake.drafts.set(draft.id, draft)
fake.onDrafts = () => sessionStorage.setItem(disk, JSON.stringify([...fake.drafts.values()]))

window.addEventListener('message', (event: MessageEvent<{ type?: string }>) => {
  if (event.data?.type !== 'pult:ready') return
  const core = new MessageChannel()
  const phone = new MessageChannel()
  fake.serve(core.port1, phone.port1)
  window.postMessage({ type: 'pult:port', role: 'core' }, location.origin, [core.port2])
  window.postMessage({ type: 'pult:port', role: 'phone' }, location.origin, [phone.port2])
})
Object.assign(window, { fake, scenes, ringKnown })
await import('#renderer/console/main.tsx')
