// A phone in small: answers the console, and keeps a "call" that only a loss of this page can end.
const born = crypto.randomUUID()
window.addEventListener('message', ({ source, origin, data, ports }) => {
  if (source !== window.parent || origin !== location.origin) return
  if (data?.type === 'pult:farewell') {
    localStorage.setItem('farewell', born)
    console.info('farewell')
    window.parent.postMessage({ type: 'pult:farewell-done' }, location.origin)
  }
  if (data?.type !== 'pult:port') return
  const [port] = ports
  if (!port) return
  port.onmessage = (event) => {
    if (data.role === 'console') port.postMessage(`phone ${born} heard: ${event.data}`)
  }
  if (data.role === 'core')
    port.postMessage(JSON.stringify({ i: 'phone to core', p: { u: '/settings/get' } }))
})
window.parent.postMessage({ type: 'pult:ready' }, location.origin)
