import { useRef, useSyncExternalStore } from 'react'

export type Listener = () => void

/** State that lives outside React, so that news can be painted without walking the tree. */
export type Store<State> = {
  get(): State
  set(next: State | ((now: State) => State)): void
  subscribe(listener: Listener): () => void
}

/** The same value set again tells nobody. */
export function createStore<State>(initial: State): Store<State> {
  let state = initial
  const listeners = new Set<Listener>()
  return {
    get: () => state,
    set(next) {
      const value = typeof next === 'function' ? (next as (now: State) => State)(state) : next
      if (Object.is(value, state)) return
      state = value
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}

/** The whole state, or what `select` takes of it. A selection equal by `Object.is` does not render again. */
export function useStore<State>(store: Store<State>): State
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part
export function useStore<State, Part>(store: Store<State>, select?: (state: State) => Part): State | Part {
  const last = useRef<{ state: State; select: unknown; part: Part } | null>(null)
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get()
    if (!select) return state
    const before = last.current
    // A selector that builds an object would answer a new one at each call and never settle.
    if (before && Object.is(before.state, state) && before.select === select) return before.part
    const part = select(state)
    if (before && Object.is(before.part, part)) {
      last.current = { state, select, part: before.part }
      return before.part
    }
    last.current = { state, select, part }
    return part
  })
}
