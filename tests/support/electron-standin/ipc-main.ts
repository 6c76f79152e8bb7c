import { EventEmitter } from 'node:events'

/** Words of the pages to the main process. */
export const ipcMain = new EventEmitter()
