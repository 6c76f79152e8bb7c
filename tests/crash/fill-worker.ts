/** The core's own filling worker, its steps named like the core's. */
import './kill-hook.ts'

await import('#core/store/fill/fill-worker.ts')
