import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { DemoNews, DemoOrder } from '#demo/main.ts'
import { say } from './words.ts'

export type DemoReady = Extract<DemoNews, { type: 'ready' }>

export interface DemoWorld extends DemoReady {
  stop(): Promise<void>
}

/** Rows between two lines of progress; a small company has some ten thousand. */
const progressRows = 5_000

/** Starts the demo's desk, company and telephone network in a process of their own, and tells how far it is. */
export async function startDemoWorld(order: DemoOrder, print: (line: string) => void): Promise<DemoWorld> {
  const child = fork(join(import.meta.dirname, '../../src/demo/main.ts'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let shownRows = 0
  const ready = await new Promise<DemoReady>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`exit ${code}`)))
    child.on('message', (message) => {
      const news = message as DemoNews
      if (news.type === 'ready') resolve(news)
      if (news.type === 'failed') reject(new Error(news.why))
      if (news.type === 'seeding' && news.rows - shownRows >= progressRows) {
        shownRows = news.rows
        print(say('seeding', news.rows.toLocaleString('ru')))
      }
    })
    child.send(order)
  })
  return {
    ...ready,
    stop: () => {
      if (child.connected) child.disconnect()
      return ended
    },
  }
}
