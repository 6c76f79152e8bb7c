import { useEffect, useMemo, useRef, useState } from 'react'
import { holdOrder } from './hold-order.ts'

const noRows: readonly never[] = []

/** The rows on screen: the fresh ones, unless the pointer or the caret holds the old order. Another question lets go. */
export function useHeldRows<Row>(
  fresh: readonly Row[],
  held: boolean,
  question: string,
  idOf: (row: Row) => string,
) {
  const shown = useRef<{ rows: readonly Row[]; question: string }>({ rows: noRows, question })
  const [, again] = useState(0)
  const same = shown.current.question === question
  const result = useMemo(
    () => holdOrder(same ? shown.current.rows : noRows, fresh, held && same, idOf),
    [fresh, held, same, idOf],
  )
  useEffect(() => {
    shown.current = { rows: result.rows, question }
  }, [result, question])
  const release = () => {
    shown.current = { rows: noRows, question: '' }
    again((n) => n + 1)
  }
  return { ...result, release }
}
