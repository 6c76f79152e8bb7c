import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import './banner.css'

export type BannerLook = 'info' | 'soon' | 'breach'
const signs = { info: 'info', soon: 'warning', breach: 'warning' } as const satisfies Record<
  BannerLook,
  IconName
>

/** A calm line under the bar: what happened, what still works, what to do. Said once to a screen reader. */
export function Banner({
  look,
  children,
  action,
}: {
  look: BannerLook
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={`banner ${look}`} role="status">
      <Icon name={signs[look]} />
      <p className="banner-words">{children}</p>
      {action}
    </div>
  )
}
