/** `node --import register.ts run.ts APP_FOLDER [arguments]`: starts the built application of the folder on the stand-in. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { obeyTests } from './control.ts'

const folder = resolve(process.argv[2] ?? '.')
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string }
// What Electron itself would show: the program, then the application, then the person's arguments.
process.argv.splice(1, 2, folder)
obeyTests()
await import(pathToFileURL(join(folder, main)).href)
