export type Unsubscribe = () => void

/** One kind of news, any number of listeners; whoever subscribes gets the way to stop. */
export class Emitter<News> {
  readonly #listeners = new Set<(news: News) => void>()

  on(listener: (news: News) => void): Unsubscribe {
    // A wrapper of its own, so that the same function subscribed twice is told twice and stopped one by one.
    const own = (news: News) => listener(news)
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  emit(news: News): void {
    for (const listener of [...this.#listeners]) listener(news)
  }

  get listenerCount(): number {
    return this.#listeners.size
  }
}
