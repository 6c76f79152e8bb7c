import '@fontsource-variable/golos-text'
import '#renderer/ui/tokens.css'
import '#renderer/ui/base.css'
import { createRoot } from 'react-dom/client'
import { systemLanguage } from '#renderer/texts/i18n.ts'
import { App } from './app.tsx'
import { createLinks } from './connection/clients.ts'
import { meetShell } from './connection/meet-shell.ts'
import { createConsole } from './model/console-model.ts'
import { dial } from './model/dial-actions.ts'

const links = createLinks()
const model = createConsole(links, { language: systemLanguage(navigator.languages) })

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element')
createRoot(root).render(<App model={model} />)

// A reload or a closing window must not cost the last words typed.
const keep = () => void model.drafts.flush()
window.addEventListener('pagehide', keep)
document.addEventListener('visibilitychange', keep)

meetShell(links, { onDial: (text, source) => dial(model, text, source) })
