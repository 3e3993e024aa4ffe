/** Is a message delivered at once, or only put into the queue (Exim spec §14, `queue_only` and others)? */
import { existsSync } from 'node:fs';
import { readList } from '../../expand/index.ts';
import type { Session } from '../session.ts';

export type Immediacy =
  | { readonly kind: 'at-once' }
  /** Routed at once, and sent to other hosts in a queue run (`queue_smtp_domains`, `control = queue/first_pass_route`). */
  | { readonly kind: 'routed'; readonly why?: string }
  /** `why` is for the log, where it has something to say. */
  | { readonly kind: 'queued'; readonly why?: string };

/** Asked once for each message, when it is stored. */
export function immediacyOf(session: Session): Immediacy {
  const { queue } = session.messageControls;
  const { options } = session.shared;
  if (options.flag('mua_wrapper')) return awaited(session); // whatever else is said
  if (queue?.firstPassRoute === true && !options.flag('queue_only')) return { kind: 'routed', why: 'queued by ACL' };
  if (queue !== undefined) return { kind: 'queued', why: 'queued by ACL' };
  const asked = askedBy(session);
  if (asked !== undefined) return asked;
  const named = filesIn(options.text('queue_only_file'));
  if (options.flag('queue_only') || named.queues) return { kind: 'queued' };
  const why = tooMuch(session);
  if (why !== undefined) return { kind: 'queued', why };
  return named.routes ? { kind: 'routed' } : { kind: 'at-once' };
}

/** Delivered by who hands it in, before he is answered. Over SMTP (`-bs`) the answer is out by then. */
function awaited({ local, source }: Session): Immediacy {
  if (local === undefined || source === 'local-smtp') return { kind: 'at-once' };
  local.isDue = true;
  return { kind: 'queued' };
}

/** `-od…`, which is above queue_only where queue_only_override lets it. */
function askedBy(session: Session): Immediacy | undefined {
  const { local, shared } = session;
  const { options } = shared;
  if (local?.delivery === 'queue') return { kind: 'queued' };
  if (local?.delivery === undefined || (options.flag('queue_only') && !options.flag('queue_only_override')))
    return undefined;
  if (local.delivery === 'queue-remote') return { kind: 'routed' };
  if (local.delivery === 'background') return { kind: 'at-once' };
  return awaited(session);
}

/** `queue_only_file`: what is there of it, plain or with `smtp` before it. */
function filesIn(list: string | undefined): { readonly queues: boolean; readonly routes: boolean } {
  const items = list === undefined || list === '' ? [] : readList(list).items;
  const routing = items.filter((item) => item.startsWith('smtp/'));
  return {
    queues: items.some((item) => !item.startsWith('smtp/') && existsSync(item)),
    routes: routing.some((item) => existsSync(item.slice('smtp'.length))),
  };
}

function tooMuch(session: Session): string | undefined {
  const { connection, counts, shared } = session;
  const { options, ports } = shared;
  if (ports.isRehearsal) return undefined; // nobody is told of what is not done
  const most = options.number('smtp_accept_queue');
  if (most > 0 && connection.countAtStart > most)
    return `too many connections (${connection.countAtStart}, max ${most})`;
  const mostMessages = options.number('smtp_accept_queue_per_connection');
  if (session.source === 'smtp' && mostMessages > 0 && counts.arrived > mostMessages)
    return `more than ${mostMessages} messages received in one connection`;
  if (options.text('queue_only_load') === undefined) return undefined;
  const limit = options.number('queue_only_load') / 1000; // fixed-point numbers are thousandths
  const load = ports.load?.() ?? 0;
  session.isOverloaded = load > limit || (session.isOverloaded && options.flag('queue_only_load_latch'));
  return session.isOverloaded ? `load average ${load.toFixed(2)}` : undefined;
}
