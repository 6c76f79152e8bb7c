import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import './button.css'

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'className'>

export type ButtonProps = Native & {
  children: ReactNode
  icon?: IconName
  /** Key caps shown on the button: the key does the same. */
  keys?: readonly string[]
  look?: 'filled' | 'danger' | 'outline' | 'quiet'
  wide?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button with a word. `keys` shows, never binds: binding is the command registry's. */
export function Button({ children, icon, keys, look = 'outline', wide = false, ...native }: ButtonProps) {
  return (
    <button type="button" {...native} className={`button ${look}${wide ? ' wide' : ''}`}>
      {icon && <Icon name={icon} />}
      <span className="button-word">{children}</span>
      {keys && <Kbd keys={keys} />}
    </button>
  )
}

export type IconButtonProps = Native & {
  icon: IconName
  /** The word a screen reader says and the tooltip shows. */
  label: string
  keys?: readonly string[]
  look?: 'quiet' | 'outline' | 'filled' | 'danger'
  ref?: Ref<HTMLButtonElement>
}

/** A button of one sign; its word is the label and the title. */
export function IconButton({ icon, label, keys, look = 'quiet', ...native }: IconButtonProps) {
  const title = keys ? `${label} (${keys.join('+')})` : label
  return (
    <button type="button" title={title} {...native} className={`button icon-only ${look}`}>
      <Icon name={icon} />
      {/* Not aria-label: the key cap is seen, and a name must hold what is seen or be content itself. */}
      <span className="sr-only">{label}</span>
      {keys && <Kbd keys={keys} />}
    </button>
  )
}
