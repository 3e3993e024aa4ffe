/** The same mail many times over, on as many connections at a time as asked for. */
import type { Mail, MailResult } from '../smtp/index.ts';
import { type Attempt, type Tried, talkTo, tryServers } from './attempts.ts';
import type { RateReport, SendJob, SendPorts } from './types.ts';

export interface Repeated {
  readonly tried: Tried;
  readonly rate: RateReport;
}

/** Connections that came to nothing, one after another, before a worker gives up. */
const MAX_FAILURES = 1;

export async function sendRepeatedly(job: SendJob, mail: Mail, ports: SendPorts): Promise<Repeated> {
  const began = ports.clock.monotonicMs();
  const tally = new Tally(job.repeat, mail);
  const workers = Array.from({ length: Math.min(job.connections, job.repeat) }, () => work(job, ports, tally));
  const tried = await Promise.all(workers);
  const seconds = (ports.clock.monotonicMs() - began) / 1000;
  const last = tried.find(({ failure }) => failure !== undefined) ?? tried.find(hasFailed) ?? tried[0]!;
  return { tried: last, rate: tally.report(tried, seconds) };
}

const hasFailed = ({ attempts }: Tried): boolean => attempts.at(-1)?.conversation.outcome.kind !== 'done';

/** A server may close, or say that it takes no more on this connection: then there is another. */
async function work(job: SendJob, ports: SendPorts, tally: Tally): Promise<Tried> {
  const attempts: Attempt[] = [];
  let failures = 0;
  while (tally.hasMore() && failures < MAX_FAILURES && !ports.signal.aborted) {
    const before = tally.settled;
    const tried = await tryServers(job, ports, (hop) => talkTo(hop, job, ports, { ...tally.mails, isFast: true }));
    const last = tried.attempts.at(-1);
    if (last !== undefined) attempts.splice(0, attempts.length, last); // the others are like it
    if (tried.failure !== undefined) return { ...tried, attempts };
    if (last?.conversation.outcome.kind !== 'done' || tally.settled === before) failures += 1;
  }
  return { attempts };
}

class Tally {
  settled = 0;
  readonly mails: { readonly nextMail: () => Mail | undefined; readonly onMail: (result: MailResult) => void };
  private left: number;
  private readonly wanted: number;
  private readonly counts = { accepted: 0, refused: 0, deferred: 0, unsent: 0 };

  constructor(wanted: number, mail: Mail) {
    this.wanted = wanted;
    this.left = wanted;
    this.mails = {
      nextMail: () => (this.left-- > 0 ? mail : undefined),
      onMail: (result) => this.count(result),
    };
  }

  hasMore(): boolean {
    return this.left > 0;
  }

  report(tried: readonly Tried[], seconds: number): RateReport {
    return {
      wanted: this.wanted,
      sent: this.settled,
      ...this.counts,
      connections: tried.reduce((sum, { attempts }) => sum + attempts.length, 0),
      seconds: Math.round(seconds * 1000) / 1000,
      perSecond: Math.round(this.settled / Math.max(seconds, 0.001)),
    };
  }

  /** A mail counts as what the worst of its recipients came to. */
  private count({ recipients }: MailResult): void {
    this.settled += 1;
    const worst = WORST_FIRST.find((status) => recipients.some((recipient) => recipient.status === status));
    this.counts[worst ?? 'accepted'] += 1;
  }
}

const WORST_FIRST = ['unsent', 'refused', 'deferred', 'accepted'] as const;
