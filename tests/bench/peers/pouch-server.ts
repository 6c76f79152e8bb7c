import { join } from 'node:path'
import { type PouchDoc, pouchFrom } from './pouch.ts'

/** express-pouchdb over leveldb in a process of its own: `pouch-server.ts PEERS FOLDER`, told what to do by messages. */
export type PouchOrder = { type: 'put'; docs: readonly PouchDoc[] }
export type PouchNews = { type: 'ready'; port: number } | { type: 'put' }

const [peers = '', folder = ''] = process.argv.slice(2)
const { PouchDB, express, serve } = pouchFrom(peers)
const Server = PouchDB.defaults({ prefix: join(folder, 'server-') })
const desk = new Server('desk')
const app = express()
app.use(
  '/',
  serve(Server, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'server.log') }),
)
const tell = (news: PouchNews) => process.send?.(news)
const server = app.listen(0, '127.0.0.1', () => tell({ type: 'ready', port: server.address().port }))

process.on('message', ({ docs }: PouchOrder) => {
  void desk.bulkDocs(docs).then(() => tell({ type: 'put' }))
})
process.on('disconnect', () => process.exit(0))
