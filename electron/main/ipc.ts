import type { IpcMain, IpcMainEvent } from 'electron'
import { z } from 'zod'
import type { PageToShell } from '#bridge/shell.ts'
import { pageOrigin } from './protocol.ts'

/** Every word a page may say to the main process, with what may come beside it (nothing). */
const words: Record<PageToShell['type'], z.ZodType> = {
  'pult:ready': z.tuple([]),
  'pult:farewell-done': z.tuple([]),
}

type Sender = Pick<IpcMainEvent, 'senderFrame'>

/** Only the top frame of a page of ours is listened to; a frame that is gone (null) is nobody. */
export function isOwnPage({ senderFrame }: Sender): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === pageOrigin &&
    senderFrame.url.startsWith(`${pageOrigin}/`)
  )
}

/**
 * Listens to one word. Answers the way to stop. Strangers and malformed words are counted by `refused`, never
 * answered: a page of ours says neither.
 */
export function hear(
  ipcMain: Pick<IpcMain, 'on' | 'removeListener'>,
  word: PageToShell['type'],
  heard: (event: IpcMainEvent) => void,
  refused: (word: string) => void,
): () => void {
  const listener = (event: IpcMainEvent, ...args: unknown[]) => {
    if (!isOwnPage(event) || !words[word].safeParse(args).success) return refused(word)
    heard(event)
  }
  ipcMain.on(word, listener)
  return () => {
    ipcMain.removeListener(word, listener)
  }
}
