type Labels = Readonly<Record<string, string>>

interface Metric {
  help: string
  kind: 'counter' | 'gauge'
}

/** Everything the desk counts. Labels take values of closed sets only, so the page stays small. */
const known = {
  pult_http_requests_total: { kind: 'counter', help: 'Answered requests by route and status.' },
  pult_http_seconds_total: { kind: 'counter', help: 'Time spent answering, seconds, by route.' },
  pult_attachment_bytes_total: { kind: 'counter', help: 'Bytes of files taken from consoles' },
  pult_intents_total: { kind: 'counter', help: 'Pushed intents by outcome.' },
  pult_feed_pages_total: { kind: 'counter', help: 'Pages given out by shape and way.' },
  pult_feed_resets_total: { kind: 'counter', help: 'Consoles sent back to the beginning, by reason.' },
  pult_sign_ins_total: { kind: 'counter', help: 'Sign-ins by result.' },
  pult_refreshes_total: { kind: 'counter', help: 'Refreshes of sessions by result.' },
  pult_streams_cut_total: { kind: 'counter', help: 'Streams cut because their console read too slowly.' },
  pult_streams_open: { kind: 'gauge', help: 'Consoles listening now, streams.' },
  pult_feed_watermark_age_seconds: {
    kind: 'gauge',
    help: 'How long the feed has been held by a transaction.',
  },
  pult_snapshots_total: { kind: 'counter', help: 'Snapshots made, by shape.' },
  pult_replicas_fit: { kind: 'gauge', help: 'Replicas that are read from now.' },
  pult_replica_lag_seconds: { kind: 'gauge', help: 'How far the slowest of them is behind the primary.' },
  pult_doorbell_joined: { kind: 'gauge', help: '1 while nodes wake each other through NATS.' },
  pult_pbx_live: { kind: 'gauge', help: '1 while the link to the PBX is up.' },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof known

/** Counters and gauges of one desk, as the text a Prometheus server reads (exposition format 0.0.4). */
export class Metrics {
  readonly #values = new Map<MetricName, Map<string, number>>()
  readonly #gauges = new Map<MetricName, () => number>()

  count(name: MetricName, labels: Labels = {}, by = 1): void {
    const series = this.#values.get(name) ?? new Map<string, number>()
    this.#values.set(name, series)
    const key = labelText(labels)
    series.set(key, (series.get(key) ?? 0) + by)
  }

  /** A gauge is read when the page is asked for. */
  gauge(name: MetricName, read: () => number): void {
    this.#gauges.set(name, read)
  }

  value(name: MetricName, labels: Labels = {}): number {
    return this.#gauges.get(name)?.() ?? this.#values.get(name)?.get(labelText(labels)) ?? 0
  }

  text(): string {
    const lines: string[] = []
    for (const [name, { kind, help }] of Object.entries(known)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`)
      const gauge = this.#gauges.get(name as MetricName)
      if (gauge !== undefined) lines.push(`${name} ${gauge()}`)
      for (const [labels, value] of this.#values.get(name as MetricName) ?? [])
        lines.push(`${name}${labels} ${value}`)
    }
    return `${lines.join('\n')}\n`
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
