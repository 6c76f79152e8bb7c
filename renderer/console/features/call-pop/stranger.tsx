import type { Pop } from '#bridge/pop.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { CustomerFinder } from './customer-finder.tsx'

const words = {
  unknown: { title: 'unknown.title', hint: 'unknown.hint' },
  hidden: { title: 'hidden.title', hint: 'hidden.hint' },
  unreadable: { title: 'unreadable.title', hint: 'unreadable.hint' },
} as const

/** Nobody known by the number, no number, or a call that cannot be read: what to ask, and the way to the customer. */
export function Stranger({ pop, kind }: { pop: Pop; kind: 'unknown' | 'hidden' | 'unreadable' }) {
  const { t } = useText()
  return (
    <article className="card scroll">
      <header className="card-head">
        <div className="card-title">
          <h2 className="card-name">
            {kind === 'hidden' ? t('hidden.title') : pop.numberShown || t('calls.unknownCaller')}
          </h2>
          {kind !== 'hidden' && <span className="soft">{t(words[kind].title)}</span>}
        </div>
        {pop.callerName && pop.callerName !== pop.numberShown && <p className="soft">{pop.callerName}</p>}
        <p>{t(words[kind].hint)}</p>
      </header>
      <CustomerFinder pop={pop} />
    </article>
  )
}
