/** Messages while they are kept: frozen, thawed, cancelled, put off, thrown away. */
import { entry, type LogEntry, MAIN } from '../entry.ts';

/** At reception, by an ACL; later, for a reason. */
export const frozenEntry = (facts: { readonly by?: string; readonly why?: string }): LogEntry =>
  entry('frozen', facts, facts.by === undefined ? `Frozen${facts.why ?? ''}` : `frozen by ${facts.by}`);

export const thawedEntry = (facts: { readonly by: string } | { readonly reason: keyof typeof THAWED }): LogEntry =>
  entry('thawed', facts, 'by' in facts ? `unfrozen by ${facts.by}` : `Unfrozen by ${THAWED[facts.reason]}`);

const THAWED = {
  'auto-thaw': 'auto-thaw',
  forced: 'forced delivery',
  'error-timer': 'errmsg timer',
} as const;

/** Met while it is frozen, under skip_delivery. */
export const isFrozenEntry = (): LogEntry => entry('still-frozen', {}, 'Message is frozen', MAIN, 'skip_delivery');

export const cancelledEntry = (facts: { readonly by: string }): LogEntry =>
  entry('cancelled', facts, `cancelled by ${facts.by}`);

export const removedEntry = (facts: { readonly by: string }): LogEntry =>
  entry('removed', facts, `removed by ${facts.by}`);

/** `no immediate delivery: queued by ACL`, `queued in NAME by ACL` of a queue with a name, `… load average 12.30`, under delay_delivery. */
export function noImmediateDeliveryEntry(facts: { readonly why: string; readonly queue?: string }): LogEntry {
  const { why, queue = '' } = facts;
  const text = queue === '' ? why : why.replace(/^queued(?= by )/, `queued in ${queue}`);
  return entry('no-immediate-delivery', facts, `no immediate delivery: ${text}`, MAIN, 'delay_delivery');
}

/** All recipients were thrown away at reception. */
export const blackholeEntry = (facts: { readonly by: string; readonly message?: string }): LogEntry =>
  entry('blackhole', facts, `=> blackhole (${facts.by} discarded recipients)${facts.message ?? ''}`);

export interface DiscardedFacts {
  readonly address: string;
  readonly router: string;
  /** `:blackhole:`, or a filter that delivers nowhere. */
  readonly how: ':blackhole:' | 'discarded';
}

/** An address that routing gave to nobody. */
export const discardedAddressEntry = (facts: DiscardedFacts): LogEntry =>
  entry('delivery-discarded', facts, `=> ${facts.how} <${facts.address}> R=${facts.router}`);

/** Somebody asks for a message that is not there, by the file it would have. */
export const spoolFileMissingEntry = ({ id }: { readonly id: string }): LogEntry =>
  entry('spool-missing', { id }, `Spool file ${id}-D not found`, MAIN);

/** Another process has it. */
export const spoolLockedEntry = ({ id }: { readonly id: string }): LogEntry =>
  entry(
    'locked',
    { id },
    `Spool file for ${id} is locked (another process is handling this message)`,
    MAIN,
    'skip_delivery',
  );
