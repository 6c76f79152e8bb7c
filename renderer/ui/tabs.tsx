import './tabs.css'

export type TabEntry = { id: string; name: string; count?: number | null }

/** Tabs of one stop; arrows move between them. */
export function Tabs({
  label,
  tabs,
  value,
  onChange,
  panelId,
}: {
  label: string
  tabs: readonly TabEntry[]
  value: string
  onChange: (id: string) => void
  panelId: string
}) {
  const step = (by: number) => {
    const at = tabs.findIndex((tab) => tab.id === value)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.id)
    document.getElementById(`${panelId}-tab-${next.id}`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={`${panelId}-tab-${tab.id}`}
          type="button"
          role="tab"
          className={tab.id === value ? 'tab on' : 'tab'}
          aria-selected={tab.id === value}
          aria-controls={panelId}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') step(1)
            else if (event.key === 'ArrowLeft') step(-1)
          }}
        >
          <span className="truncate">{tab.name}</span>
          {tab.count !== undefined && tab.count !== null && <span className="tab-count">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}
