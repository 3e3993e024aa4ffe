/** How long a client waits for what (RFC 5321 §4.5.3.2). */
import type { Stage } from './types.ts';

const MINUTE_MS = 60_000;

/** From sending to the end of the reply; `body` is a block of the content on its way out. */
export const WAITS_MS: Readonly<Record<Stage, number>> = {
  connect: 30_000, // RFC 1123 §5.3.1.1 leaves it to the client
  tls: MINUTE_MS,
  greeting: 5 * MINUTE_MS, // RFC 5321 §4.5.3.2.1
  ehlo: 5 * MINUTE_MS, // as MAIL: the RFC has no number of its own
  helo: 5 * MINUTE_MS,
  lhlo: 5 * MINUTE_MS,
  starttls: 5 * MINUTE_MS,
  xclient: 5 * MINUTE_MS,
  auth: 5 * MINUTE_MS,
  mail: 5 * MINUTE_MS, // §4.5.3.2.2
  rcpt: 5 * MINUTE_MS, // §4.5.3.2.3
  data: 2 * MINUTE_MS, // §4.5.3.2.4
  bdat: 10 * MINUTE_MS, // a chunk may be the last
  body: 3 * MINUTE_MS, // §4.5.3.2.5
  dot: 10 * MINUTE_MS, // §4.5.3.2.6
  rset: 5 * MINUTE_MS,
  quit: 10_000, // nothing depends on it any more
};

/** `capMs` is the patience of the caller. */
export const waitFor = (stage: Stage, capMs: number | undefined): number =>
  capMs === undefined ? WAITS_MS[stage] : Math.min(WAITS_MS[stage], capMs);
