// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which the boxes of an HTML table do not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus, the caret inside is its active descendant.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter on the caret's row is handled by the grid.
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Icon } from './icon.tsx'
import './table.css'

export type Column<Row> = {
  id: string
  title: string
  /** A track of CSS grid, e.g. `minmax(160px, 2fr)`. */
  track: string
  cell: (row: Row) => ReactNode
  /** Named when the list can be sorted by it. */
  sort?: string
  end?: boolean
  /** The title is for screen readers alone: the cells are buttons that say it themselves. */
  titleUnseen?: boolean
}

export type TableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** How many there are at the source; more are asked for as the end comes near. */
  total?: number
  onNearEnd?: () => void
  sort?: string
  onSort?: (sort: string) => void
  sortLabel?: (title: string) => string
  onOpen: (row: Row) => void
  /** Told of the row the keys mean, when it becomes another; null: there is none. */
  onCaret?: (row: Row | null) => void
  /** Drawn weaker: the row has left the list but keeps its place while the list is held. */
  isGone?: (row: Row) => boolean
  selectedId?: string | null
  /** True while the pointer or the caret is in the rows: nothing may move. */
  onHeld?: (held: boolean) => void
  rowHeight: number
  empty: ReactNode
  /** The grid itself, to put the focus there. */
  gridRef?: RefObject<HTMLDivElement | null>
}

const features = tableFeatures({})

/** Rows drawn beyond the edge, so that a fast scroll shows no white. */
const overscan = 8
/** Rows before the end at which the next page is asked for. */
const nearEnd = 40

/** So long the rows keep still after the pointer left them, ms: it is on its way to the button that lets the new ones in. */
const lettingGoMs = 1_500

/** A virtual grid moved with the arrows; Enter opens. Only the rows in sight are in the document. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowId,
  total = rows.length,
  onNearEnd,
  sort,
  onSort,
  sortLabel,
  onOpen,
  onCaret,
  isGone,
  selectedId,
  onHeld,
  rowHeight,
  empty,
  gridRef,
}: TableProps<Row>) {
  const body = useRef<HTMLDivElement>(null)
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, { row: Row }>()
    return columns.map((column) =>
      helper.display({ id: column.id, cell: (context) => column.cell(context.row.original.row) }),
    )
  }, [columns])
  const data = useMemo(() => rows.map((row) => ({ row })), [rows])
  const table = useTable({ features, columns: defs, data, getRowId: ({ row }) => rowId(row) })
  const model = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => body.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => model[at]?.id ?? at,
    overscan,
    // Before the first measure (and where nothing is laid out, as in happy-dom) a screenful is drawn.
    initialRect: { width: 1000, height: rowHeight * 20 },
  })
  const [caretId, setCaretId] = useState<string | null>(null)
  const hovered = useRef(false)
  const focused = useRef(false)
  const lettingGo = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tell = () => onHeld?.(hovered.current || focused.current)
  useEffect(() => () => clearTimeout(lettingGo.current), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes every measure stale.
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (model.length > 0 && model.length < total && last >= model.length - nearEnd) onNearEnd?.()
  }, [last, model.length, total, onNearEnd])

  const caretAt = Math.max(
    0,
    model.findIndex((row) => row.id === caretId),
  )
  const move = (to: number) => {
    const row = model[Math.min(Math.max(to, 0), model.length - 1)]
    if (!row) return
    setCaretId(row.id)
    virtual.scrollToIndex(row.index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? rowHeight * 8) / rowHeight) - 1)
    const steps: Record<string, number> = {
      ArrowDown: caretAt + 1,
      ArrowUp: caretAt - 1,
      PageDown: caretAt + page,
      PageUp: caretAt - page,
      Home: 0,
      End: model.length - 1,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && model[caretAt]) onOpen(model[caretAt].original.row)
    else return
    event.preventDefault()
  }

  const tracks = columns.map((column) => column.track).join(' ')
  const caretRow = model[caretAt]
  const caretNow = caretRow?.id ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the caret stands on another row, not at each drawing.
  useEffect(() => onCaret?.(caretRow ? caretRow.original.row : null), [caretNow])
  return (
    // The grid is one stop of Tab; the caret inside is told by aria-activedescendant.
    <div
      ref={gridRef}
      className="table"
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      aria-activedescendant={caretRow ? `row-${caretRow.id}` : undefined}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onKeyDown(event)
      }}
      onFocus={(event) => {
        if (event.target !== event.currentTarget) return
        focused.current = true
        tell()
      }}
      onBlur={() => {
        focused.current = false
        tell()
      }}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
        {columns.map((column) => (
          <Head key={column.id} column={column} sort={sort} onSort={onSort} sortLabel={sortLabel} />
        ))}
      </div>
      {model.length === 0 && (
        <div className="table-empty" role="row">
          <div role="gridcell">{empty}</div>
        </div>
      )}
      <div
        ref={body}
        className="table-body scroll"
        hidden={model.length === 0}
        role="rowgroup"
        onMouseEnter={() => {
          clearTimeout(lettingGo.current)
          hovered.current = true
          tell()
        }}
        onMouseLeave={() => {
          lettingGo.current = setTimeout(() => {
            hovered.current = false
            tell()
          }, lettingGoMs)
        }}
      >
        <div className="table-run" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = model[item.index]
            if (!row) return null
            const marks = [
              'table-row',
              row.id === caretRow?.id ? 'caret' : '',
              row.id === selectedId ? 'selected' : '',
              isGone?.(row.original.row) ? 'gone' : '',
            ]
            return (
              <div
                key={row.id}
                id={`row-${row.id}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                aria-selected={row.id === selectedId}
                className={marks.filter(Boolean).join(' ')}
                style={{
                  gridTemplateColumns: tracks,
                  height: rowHeight,
                  transform: `translateY(${item.start}px)`,
                }}
                onMouseDown={() => setCaretId(row.id)}
                onClick={() => onOpen(row.original.row)}
              >
                {row.getAllCells().map((cell, at) => (
                  <div key={cell.id} role="gridcell" className={columns[at]?.end ? 'cell end' : 'cell'}>
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Head<Row>({
  column,
  sort,
  onSort,
  sortLabel,
}: {
  column: Column<Row>
} & Pick<TableProps<Row>, 'sort' | 'onSort' | 'sortLabel'>) {
  const cellClass = column.end ? 'cell head end' : 'cell head'
  const { sort: key } = column
  if (!key || !onSort) {
    return (
      <div role="columnheader" className={cellClass}>
        <span className={column.titleUnseen ? 'sr-only' : 'truncate'}>{column.title}</span>
      </div>
    )
  }
  const on = sort === key
  return (
    <div role="columnheader" className={cellClass} aria-sort={on ? 'ascending' : 'none'}>
      <button
        type="button"
        className={on ? 'head-sort on' : 'head-sort'}
        title={sortLabel?.(column.title)}
        onClick={() => onSort(key)}
      >
        <span className="truncate">{column.title}</span>
        {on && <Icon name="arrowDown" size={12} />}
      </button>
    </div>
  )
}
