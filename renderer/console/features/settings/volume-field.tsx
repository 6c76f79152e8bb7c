import { type ReactNode, useId } from 'react'

/** A slider 0…1 with its percentage, and what makes it heard beside it. */
export function VolumeField({
  label,
  value,
  onValue,
  aside,
}: {
  label: string
  value: number
  onValue: (value: number) => void
  aside: ReactNode
}) {
  const id = useId()
  const percent = Math.round(value * 100)
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <span className="field-origin">{percent}%</span>
      </div>
      <div className="volume-row">
        <input
          id={id}
          className="volume"
          type="range"
          min={0}
          max={100}
          step={5}
          value={percent}
          onChange={(event) => onValue(Number(event.target.value) / 100)}
        />
        {aside}
      </div>
    </div>
  )
}
