import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { I18nextProvider } from 'react-i18next'
import { systemLanguage } from '#renderer/texts/i18n.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { TickerContext } from '#renderer/ui/ticker.ts'
import { Toasts } from '#renderer/ui/toast.tsx'
import { pressKey } from './commands/registry.ts'
import { Frame } from './features/app-frame/frame.tsx'
import { ConsoleContext, type ConsoleModel, useConsole } from './model/console-model.ts'

export function App({ model }: { model: ConsoleModel }) {
  return (
    <ConsoleContext.Provider value={model}>
      <I18nextProvider i18n={model.i18n}>
        <QueryClientProvider client={model.queries}>
          <TickerContext.Provider value={model.ticker}>
            <Looks />
            <Keys />
            <Frame />
            <CloseLabelledToasts />
          </TickerContext.Provider>
        </QueryClientProvider>
      </I18nextProvider>
    </ConsoleContext.Provider>
  )
}

function CloseLabelledToasts() {
  const { t } = useText()
  return <Toasts toaster={useConsole().toaster} closeLabel={t('close')} />
}

/** Language, colours and density of the whole page, as the settings say. */
function Looks() {
  const { live, i18n } = useConsole()
  const language = useStore(live.settings, (settings) => settings?.language ?? 'system')
  const theme = useStore(live.settings, (settings) => settings?.theme ?? 'system')
  const density = useStore(live.settings, (settings) => settings?.density ?? 'compact')
  useEffect(() => {
    const next = language === 'system' ? systemLanguage(navigator.languages) : language
    if (i18n.language !== next) void i18n.changeLanguage(next)
    document.documentElement.lang = next
  }, [language, i18n])
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    dataset.density = density
  }, [theme, density])
  return null
}

/** One listener for every key, before the page's own: the registry says what a chord means. */
function Keys() {
  const model = useConsole()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!pressKey(model, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [model])
  return null
}
