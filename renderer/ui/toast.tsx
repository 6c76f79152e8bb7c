import { Toast as Base } from '@base-ui/react/toast'
import { IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import './toast.css'

export type ToastData = { look: 'ok' | 'info' | 'breach'; onAction?: () => void }
export type Toaster = ReturnType<typeof createToaster>

/** Made once per window and handed down, so that code outside React can say a word too. */
export function createToaster() {
  const manager = Base.createToastManager<ToastData>()
  return {
    manager,
    /** `title` in words; an error stays 12 s, the rest 6 s. */
    say(
      look: ToastData['look'],
      title: string,
      more?: { description?: string; actionLabel?: string; onAction?: () => void },
    ) {
      manager.add({
        title,
        description: more?.description,
        timeout: look === 'breach' ? 12_000 : 6_000,
        priority: look === 'breach' ? 'high' : 'low',
        data: { look, onAction: more?.onAction },
        ...(more?.actionLabel && {
          actionProps: { children: more.actionLabel, onClick: more.onAction },
        }),
      })
    },
  }
}

const signs = { ok: 'check', info: 'info', breach: 'warning' } as const satisfies Record<string, IconName>

function ToastList({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager<ToastData>()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={`toast ${toast.data?.look ?? 'info'}`}>
      <Base.Content className="toast-content">
        <Icon name={signs[toast.data?.look ?? 'info']} />
        <div className="toast-words">
          <Base.Title className="toast-title" render={<p />} />
          <Base.Description className="toast-description" />
        </div>
        <Base.Action className="button outline" />
        <Base.Close render={<IconButton icon="cross" label={closeLabel} />} />
      </Base.Content>
    </Base.Root>
  ))
}

/** Bottom centre: over the list, never over the card, the draft or the calls. It takes no focus. */
export function Toasts({ toaster, closeLabel }: { toaster: Toaster; closeLabel: string }) {
  return (
    <Base.Provider toastManager={toaster.manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="toasts">
          <ToastList closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}
