import { z } from 'zod'

/** Both ends of the port on which the core process asks the main process, which alone reaches the OS key, for secrets. */
const name = z.string().regex(/^[\w.:@-]{1,200}$/)
const question = z.discriminatedUnion('verb', [
  z.object({ id: z.number().int(), verb: z.literal('get'), name }),
  z.object({ id: z.number().int(), verb: z.literal('set'), name, value: z.string().max(10_000) }),
  z.object({ id: z.number().int(), verb: z.literal('remove'), name }),
])
type Question = z.infer<typeof question>

const answer = z.object({ id: z.number().int(), ok: z.boolean(), value: z.string().nullable() })

/** What both Electron's and Node's ports have. */
export type LinePort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown
  start(): void
}

export type SecretsVerbs = {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

async function obey(secrets: SecretsVerbs, asked: Question): Promise<string | null> {
  switch (asked.verb) {
    case 'get':
      return secrets.get(asked.name)
    case 'set':
      await secrets.set(asked.name, asked.value)
      return null
    case 'remove':
      await secrets.remove(asked.name)
      return null
  }
}

/** Main process: answers on the port. A failure goes to `surprise` here and crosses as a bare refusal, without its text. */
export function serveSecrets(
  port: LinePort,
  secrets: SecretsVerbs,
  surprise: (error: unknown) => void,
): void {
  port.on('message', ({ data }) => {
    const asked = question.safeParse(data)
    if (!asked.success) return surprise(new Error('A malformed question about secrets'))
    const { id } = asked.data
    obey(secrets, asked.data).then(
      (value) => port.postMessage({ id, ok: true, value }),
      (error: unknown) => {
        surprise(error)
        port.postMessage({ id, ok: false, value: null })
      },
    )
  })
  port.start()
}

/** Core process: the secrets as the core wants them. Rejects when the main process could not. */
export function secretsOverPort(port: LinePort): SecretsVerbs {
  const waiting = new Map<number, { resolve(value: string | null): void; reject(error: Error): void }>()
  let last = 0
  port.on('message', ({ data }) => {
    const { id, ok, value } = answer.parse(data)
    const asker = waiting.get(id)
    waiting.delete(id)
    if (ok) asker?.resolve(value)
    else asker?.reject(new Error('The main process could not use the secret store'))
  })
  port.start()
  const ask = (body: { verb: 'get' | 'set' | 'remove'; name: string; value?: string }) =>
    new Promise<string | null>((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      port.postMessage({ id: last, ...body })
    })
  return {
    get: (name) => ask({ verb: 'get', name }),
    set: async (name, value) => void (await ask({ verb: 'set', name, value })),
    remove: async (name) => void (await ask({ verb: 'remove', name })),
  }
}
