import './kbd.css'

/** Key caps of a chord, e.g. `['Ctrl', '⏎']`. */
export function Kbd({ keys }: { keys: readonly string[] }) {
  return (
    <span className="kbd" aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
