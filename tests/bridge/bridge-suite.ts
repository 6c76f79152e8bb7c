import { isDefinedError, ORPCError, safe } from '@orpc/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Core } from '#core/start-core.ts'
import { draftForRomashka, seated } from '#tests/core/support/seated.ts'
import { type BridgeClient, ringing } from '#tests/core/support/workplace.ts'

/** A carrier between a window and a core. */
export interface Line {
  window: BridgeClient
  close(): Promise<void>
}

/** What every carrier of the bridge must do, however it carries. */
export function bridgeSuite(name: string, makeLine: (core: Core) => Promise<Line>): void {
  describe(`the bridge over ${name}`, () => {
    async function line() {
      const place = await seated()
      const open = await makeLine(place.core)
      onTestFinished(() => open.close())
      return { ...place, window: open.window }
    }

    test('answers with values of its schema', async () => {
      const { window } = await line()
      const { row } = await window.tickets.create({ fields: draftForRomashka, callId: null })
      expect(row).toMatchObject({
        organisationName: 'ООО Ромашка',
        contactName: 'Ольга Кукушкина',
        pending: true,
        dueEstimated: true,
        ticket: { provisionalNumber: 'N7-0001', verdict: 'included', contractId: 'contract-1' },
      })
    })

    test('refuses arguments that do not fit, and says where', async () => {
      const { window } = await line()
      const [error] = await safe(window.calls.journal({ only: 'some' as 'all', limit: 100 }))
      expect(error).toBeInstanceOf(ORPCError)
      expect(error).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['only'] }] } })
    })

    test('carries declared errors with their data', async () => {
      const { window } = await line()
      const { row } = await window.tickets.create({ fields: draftForRomashka, callId: null })
      const [error] = await safe(
        window.tickets.setStatus({ ticketId: row.ticket.id, status: 'closed', expected: 'new' }),
      )
      expect(isDefinedError(error) && error.code).toBe('REFUSED')
      expect(error).toMatchObject({ data: { refusal: { code: 'statusNotAllowed', from: 'new' } } })
      const [missing] = await safe(window.tickets.get({ ticketId: 'nobody' as never }))
      expect(isDefinedError(missing) && missing.code).toBe('NO_SUCH_TICKET')
    })

    test('tells a surprise by its reference alone, and logs it once', async () => {
      const { window, core, ports } = await line()
      core.work.drafts.list = () => {
        throw new Error('Кукушкина +79161112233')
      }
      const [error] = await safe(window.drafts.list())
      expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { reference: 'ref-1' } })
      expect(JSON.stringify(error)).not.toContain('Кукушкина')
      expect(ports.log.surprises).toHaveLength(1)
    })

    test('streams what stands now and what comes, until the window goes', async () => {
      const { window, core } = await line()
      const listeners = core.work.status.changed.listenerCount
      const status = await window.session.watch()
      await status.next()
      expect(core.work.status.changed.listenerCount).toBe(listeners + 1)
      await status.return?.(undefined)
      const leave = new AbortController()
      const news = await window.calls.watch(undefined, { signal: leave.signal })
      expect((await news.next()).value).toEqual({ type: 'calls', calls: [] })

      await window.calls.report({ events: [ringing('call-1', '8 (916) 111-22-33')] })
      expect((await news.next()).value).toMatchObject({
        type: 'pop',
        pop: { numberShown: '+7 916 111-22-33', who: { kind: 'known' } },
      })
      expect((await news.next()).value).toMatchObject({ type: 'calls', calls: [{ state: 'ringing' }] })

      leave.abort()
      await expect(news.next()).rejects.toThrow()
      // Whoever asks after the window left is answered as ever; nobody is left listening.
      await window.settings.get()
      expect(core.work.status.changed.listenerCount).toBe(listeners)
    })

    test('ends every stream when the core closes', async () => {
      const { window, core } = await line()
      const changed = await window.tickets.changed()
      const status = await window.session.watch()
      await status.next()
      const ended = [changed.next(), status.next()].map((next) => next.then(({ done }) => done))
      await core.close()
      expect(await Promise.all(ended)).toEqual([true, true])
    })
  })
}
