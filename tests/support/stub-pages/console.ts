// A console in small: takes its ports, and says on the page what it hears. Only erasable types: they are stripped before it is served.
const show = (id: string, text: string) => {
  const line = document.getElementById(id)
  if (line) line.textContent = text
}
const loads = Number(sessionStorage.getItem('loads') ?? 0) + 1
sessionStorage.setItem('loads', String(loads))
document.title = `Console ${loads}`
window.addEventListener('message', ({ source, origin, data, ports }) => {
  if (source !== window.parent || origin !== location.origin) return
  if (data?.type === 'pult:port-lost') show(`from-${data.role}`, 'closed')
  if (data?.type === 'pult:dial') show('dial', `${data.source}: ${data.text}`)
  if (data?.type !== 'pult:port') return
  const [port] = ports
  if (!port) return
  port.onmessage = (event) => show(`from-${data.role}`, event.data)
  port.start()
  // To a core: oRPC's own frame for `settings.get()`, answered under the same id.
  port.postMessage(JSON.stringify({ i: `console ${loads} to ${data.role}`, p: { u: '/settings/get' } }))
})
window.parent.postMessage({ type: 'pult:ready' }, location.origin)
