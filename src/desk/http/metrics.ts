type Labels = Readonly<Record<string, string>>

interface Metric {
  help: string
  kind: 'counter' | 'gauge' | 'histogram'
}

/** Everything the desk counts. Labels take values of closed sets only, so the page stays small. */
const known = {
  pult_http_requests_total: { kind: 'counter', help: 'Answered requests by route and status.' },
  pult_http_seconds_total: { kind: 'counter', help: 'Time spent answering, seconds, by route.' },
  pult_attachment_bytes_total: { kind: 'counter', help: 'Bytes of files taken from consoles' },
  pult_intents_total: { kind: 'counter', help: 'Pushed intents by outcome.' },
  pult_push_seconds: { kind: 'histogram', help: 'From a push to its answer, whatever it held.' },
  pult_intents_quarantined: { kind: 'gauge', help: 'Intents put aside because they broke the desk’s code.' },
  pult_feed_pages_total: { kind: 'counter', help: 'Pages given out by shape and way.' },
  pult_feed_resets_total: { kind: 'counter', help: 'Consoles sent back to the beginning, by reason.' },
  pult_sign_ins_total: { kind: 'counter', help: 'Sign-ins by result.' },
  pult_refreshes_total: { kind: 'counter', help: 'Refreshes of sessions by result.' },
  pult_streams_cut_total: { kind: 'counter', help: 'Streams cut because their console read too slowly.' },
  pult_streams_open: { kind: 'gauge', help: 'Consoles listening now, streams.' },
  pult_consoles_connected: { kind: 'gauge', help: 'Consoles with at least one stream here.' },
  pult_feed_look_age_seconds: { kind: 'gauge', help: 'Since this node last looked at the feed.' },
  pult_db_connections_used: { kind: 'gauge', help: 'Connections to the database at work.' },
  pult_db_connections_idle: { kind: 'gauge', help: 'Connections to the database at rest.' },
  pult_db_connections_awaited: { kind: 'gauge', help: 'Questions that wait for a connection.' },
  pult_feed_watermark_age_seconds: {
    kind: 'gauge',
    help: 'How long the feed has been held by a transaction.',
  },
  pult_checks_total: { kind: 'counter', help: 'Self-checks consoles asked for, by shape.' },
  pult_check_differences_total: {
    kind: 'counter',
    help: 'Buckets in which a console and the desk disagreed, by kind of row.',
  },
  pult_snapshots_total: { kind: 'counter', help: 'Snapshots made, by shape.' },
  pult_replicas_fit: { kind: 'gauge', help: 'Replicas that are read from now.' },
  pult_replica_lag_seconds: { kind: 'gauge', help: 'How far the slowest of them is behind the primary.' },
  pult_doorbell_joined: { kind: 'gauge', help: '1 while nodes wake each other through NATS.' },
  pult_pbx_live: { kind: 'gauge', help: '1 while the link to the PBX is up.' },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof known

/** Upper bounds of a histogram's buckets, seconds: from a quick push to one that met a stuck row. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Counters, gauges and histograms of one desk, as the text a Prometheus server reads (exposition format 0.0.4). */
export class Metrics {
  readonly #values = new Map<MetricName, Map<string, number>>()
  readonly #gauges = new Map<MetricName, () => number | Promise<number>>()
  readonly #histograms = new Map<MetricName, { buckets: number[]; sum: number; count: number }>()

  count(name: MetricName, labels: Labels = {}, by = 1): void {
    const series = this.#values.get(name) ?? new Map<string, number>()
    this.#values.set(name, series)
    const key = labelText(labels)
    series.set(key, (series.get(key) ?? 0) + by)
  }

  /** A gauge is read when the page is asked for; one that cannot be read is left out. */
  gauge(name: MetricName, read: () => number | Promise<number>): void {
    this.#gauges.set(name, read)
  }

  /** One more duration of a histogram. */
  observe(name: MetricName, seconds: number): void {
    const known = this.#histograms.get(name) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 }
    this.#histograms.set(name, known)
    known.sum += seconds
    known.count += 1
    const bucket = bounds.findIndex((bound) => seconds <= bound)
    if (bucket !== -1) known.buckets[bucket] = (known.buckets[bucket] ?? 0) + 1
  }

  async text(): Promise<string> {
    const lines: string[] = []
    for (const [name, { kind, help }] of Object.entries(known) as [MetricName, Metric][]) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`)
      const gauge = await this.#read(name)
      if (gauge !== null) lines.push(`${name} ${gauge}`)
      for (const [labels, value] of this.#values.get(name) ?? []) lines.push(`${name}${labels} ${value}`)
      lines.push(...this.#histogramLines(name))
    }
    return `${lines.join('\n')}\n`
  }

  async #read(name: MetricName): Promise<number | null> {
    try {
      return (await this.#gauges.get(name)?.()) ?? null
    } catch {
      return null
    }
  }

  #histogramLines(name: MetricName): string[] {
    const histogram = this.#histograms.get(name)
    if (histogram === undefined) return []
    let below = 0
    const buckets = bounds.map((bound, at) => {
      below += histogram.buckets[at] ?? 0
      return `${name}_bucket{le="${bound}"} ${below}`
    })
    const { sum, count } = histogram
    return [...buckets, `${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`]
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
