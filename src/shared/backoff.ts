/**
 * Full-jitter exponential backoff: a wait chosen evenly from [0, min(cap, base · 2^attempt)) ms.
 * `attempt` counts from 0; `random` answers in [0, 1). Spreads a crowd that lost the same server at once.
 */
export function fullJitterMs(
  attempt: number,
  random: () => number,
  { baseMs, capMs }: { baseMs: number; capMs: number },
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30))
  return Math.floor(random() * ceiling)
}
