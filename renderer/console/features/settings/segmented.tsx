import { useId } from 'react'

/** A few choices side by side: radio buttons in the shape of one control. */
export function Segmented<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: Value
  choices: readonly { id: Value; name: string }[]
  onChoose: (id: Value) => void
}) {
  const group = useId()
  return (
    <fieldset className="segmented">
      <legend>{label}</legend>
      <div className="segments">
        {choices.map(({ id, name }) => (
          <label key={id} className={id === value ? 'segment on' : 'segment'}>
            <input
              type="radio"
              name={group}
              className="sr-only"
              checked={id === value}
              onChange={() => onChoose(id)}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
