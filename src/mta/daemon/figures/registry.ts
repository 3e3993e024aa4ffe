/**
 * Every figure that is kept of the daemon, for `/metrics`. To add one: a row here. Most are counted from what is logged, whose
 * facts have it all; rows without `of` are counted or measured where it happens.
 */
import type {
  ArrivalFacts,
  DeferralFacts,
  DeliveryFacts,
  FailureFacts,
  HostTroubleFacts,
  LogEntry,
  RejectionFacts,
} from '../../log/index.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Counted {
  readonly labels?: Labels;
  /** 1 when absent. */
  readonly by?: number;
}

export interface Figure {
  /** Without the prefix and, of counters, without `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels?: readonly string[];
  /** What an entry of the log adds to it. */
  readonly of?: readonly OfEntry[];
}

export interface OfEntry {
  readonly event: string;
  readonly count: (facts: never) => Counted;
}

/** @param event  of the log's entries that it is counted from */
const on = <Facts>(event: string, count: (facts: Facts) => Counted): OfEntry => ({ event, count });
const each = (event: string): OfEntry => on(event, () => ({}));

export type FigureName = (typeof FIGURES)[number]['name'];

export const FIGURES = [
  { name: 'healthy', type: 'gauge', help: '1 while connections are served.' },
  { name: 'workers', type: 'gauge', help: 'Processes that serve.' },
  {
    name: 'workers_failed_in_a_row',
    type: 'gauge',
    help: 'Processes that died soon after their start, one after another.',
  },

  { name: 'connections', type: 'counter', help: 'Clients that were let in.' },
  {
    name: 'connections_refused',
    type: 'counter',
    help: 'Clients that were turned away, for their number or the load.',
  },
  { name: 'connections_open', type: 'gauge', help: 'Clients that are served now.' },
  {
    name: 'tls_sessions',
    type: 'counter',
    labels: ['version'],
    help: 'Handshakes with clients that came to something.',
  },
  {
    name: 'tls_failures',
    type: 'counter',
    help: 'Handshakes with clients that came to nothing.',
  },
  {
    name: 'auth_failures',
    type: 'counter',
    labels: ['authenticator'],
    help: 'Exchanges of AUTH that came to nothing.',
    of: [on<{ authenticator: string }>('auth-failure', ({ authenticator }) => ({ labels: { authenticator } }))],
  },
  {
    name: 'refusals',
    type: 'counter',
    labels: ['stage', 'temporary'],
    help: 'What an ACL refused, by where it stood, for good or for now.',
    of: [on<RejectionFacts>('rejection', ({ what, temporary }) => ({ labels: refusal(what.at, temporary === true) }))],
  },

  {
    name: 'messages_received',
    type: 'counter',
    help: 'Messages that were taken, those of this host among them.',
    of: [each('arrival')],
  },
  {
    name: 'messages_received_bytes',
    type: 'counter',
    help: 'Their octets.',
    of: [on<ArrivalFacts>('arrival', ({ sizeBytes }) => ({ by: sizeBytes }))],
  },
  {
    name: 'recipients_received',
    type: 'counter',
    help: 'Their recipients.',
    of: [on<ArrivalFacts>('arrival', ({ rawRecipients }) => ({ by: rawRecipients.length }))],
  },
  {
    name: 'reports',
    type: 'counter',
    help: 'Those among them that this host has made about others: bounces, warnings, answers.',
    of: [on<ArrivalFacts>('arrival', ({ reference }) => ({ by: reference === undefined ? 0 : 1 }))],
  },
  {
    name: 'commit_seconds',
    type: 'histogram',
    help: 'How long a message takes to be stored for good, once it is whole.',
  },

  {
    name: 'deliveries',
    type: 'counter',
    labels: ['transport', 'host', 'outcome'],
    help: 'Recipients tried, by what came of it: done, deferred, failed. Hosts beyond the first hundred of a process are others.',
    of: [
      on<DeliveryFacts>('delivery', (facts) => ({ labels: { ...placed(facts), outcome: 'done' } })),
      on<DeferralFacts>('deferral', (facts) => ({ labels: { ...placed(facts), outcome: 'deferred' } })),
      on<FailureFacts>('failure', (facts) => ({ labels: { ...placed(facts), outcome: 'failed' } })),
    ],
  },
  {
    name: 'delivered_bytes',
    type: 'counter',
    labels: ['transport'],
    help: 'Octets that went out or were written, once for all recipients of a delivery.',
    of: [
      on<DeliveryFacts>('delivery', ({ transport = '', sizeBytes = 0, kind }) => ({
        labels: { transport },
        by: kind === 'further' ? 0 : sizeBytes,
      })),
    ],
  },
  {
    name: 'deliveries_secured',
    type: 'counter',
    labels: ['version'],
    help: 'Recipients delivered to over a network, by the version of TLS; none without it.',
    of: [
      on<DeliveryFacts>('delivery', ({ remote, tls }) => ({
        labels: { version: versionIn(tls?.cipher) },
        by: remote === undefined ? 0 : 1,
      })),
    ],
  },
  {
    name: 'host_troubles',
    type: 'counter',
    labels: ['host'],
    help: 'Times that a host was no good for a delivery.',
    of: [on<HostTroubleFacts>('host-trouble', ({ remote }) => ({ labels: { host: remote.name } }))],
  },
  { name: 'messages_completed', type: 'counter', help: 'Messages that have left the queue.', of: [each('completed')] },
  { name: 'messages_frozen', type: 'counter', help: 'Times that a message was frozen.', of: [each('frozen')] },
  {
    name: 'queue_runs',
    type: 'counter',
    help: 'Queue runs that were begun.',
    of: [on<{ phase?: string }>('queue-run', ({ phase }) => ({ by: phase === 'Start' ? 1 : 0 }))],
  },
  {
    name: 'deliveries_active',
    type: 'gauge',
    labels: ['worker'],
    help: 'Messages that are tried now, outside of queue runs.',
  },
  {
    name: 'deliveries_waiting',
    type: 'gauge',
    labels: ['worker'],
    help: 'Messages that wait to be tried for the first time.',
  },
  { name: 'connections_out', type: 'gauge', labels: ['worker'], help: 'Connections to other hosts that are open now.' },

  { name: 'queue_messages', type: 'gauge', help: 'Messages in the queue.' },
  { name: 'queue_frozen', type: 'gauge', help: 'Those of them that are frozen.' },
  { name: 'queue_bytes', type: 'gauge', help: 'Their octets.' },
  { name: 'queue_oldest_seconds', type: 'gauge', help: 'The age of the oldest of them; 0 without any.' },
  {
    name: 'retry_items',
    type: 'gauge',
    labels: ['about'],
    help: 'What has failed and has a time to be tried again: routing, or hosts and transports.',
  },

  {
    name: 'event_loop_delay_seconds',
    type: 'gauge',
    labels: ['worker', 'share'],
    help: 'So late, at most, a worker gets to this share of what is to be done, lately; share 1 is the longest delay.',
  },
  { name: 'process_cpu_seconds', type: 'counter', help: 'Processor time of the workers since they began to serve.' },
  { name: 'process_resident_bytes', type: 'gauge', labels: ['worker'], help: 'Memory of a worker.' },
] as const satisfies readonly Figure[];

function refusal(at: string, temporary: boolean): Labels {
  return { stage: at === 'EHLO or HELO' ? 'HELO' : at, temporary: temporary ? 'yes' : 'no' };
}

/** Without a transport nobody got so far. */
const placed = ({ transport = '', remote }: Pick<DeliveryFacts, 'transport' | 'remote'>): Labels => ({
  transport,
  host: remote?.name ?? '',
});

/** `TLS1.3` of `TLS1.3:TLS_AES_256_GCM_SHA384:256`. */
const versionIn = (cipher = 'none'): string => cipher.replace(/:.*/s, '');

/** Rows by the entries that they count. */
export function rowsByEvent(): ReadonlyMap<LogEntry['event'], readonly (readonly [FigureName, OfEntry['count']])[]> {
  const rows = new Map<string, (readonly [FigureName, OfEntry['count']])[]>();
  for (const figure of FIGURES as readonly (Figure & { readonly name: FigureName })[])
    for (const { event, count } of figure.of ?? []) rows.set(event, [...(rows.get(event) ?? []), [figure.name, count]]);
  return rows;
}
