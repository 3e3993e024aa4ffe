/** The queue as `exim -bp` prints it (Exim spec ch. "The Exim command line", -bp). */
import { isSettled, type OutlineItem, type QueueOutline } from '../spool/index.ts';

export interface BpOptions {
  /** `u`: addresses that are settled are left out. */
  readonly undelivered?: boolean;
  /** `a`: and addresses made of others, once they are settled. */
  readonly all?: boolean;
}

/** Lines of one message, with the empty one behind them. */
export function formatBp(item: OutlineItem, nowMs: number, options: BpOptions): string {
  if (item.kind === 'unreadable')
    return `          ${item.id}\n    *** spool format error: size=${item.octets} ***\n\n`;
  const { entry } = item;
  const settled = settledOf(entry);
  let lines = headLine(entry, nowMs);
  for (const { address } of entry.recipients) {
    if (!settled.has(address)) lines += `          ${address}\n`;
    else if (options.undelivered !== true) lines += `        D ${address}\n`;
  }
  if (options.all === true) for (const address of madeOf(entry, settled)) lines += `       +D ${address}\n`;
  return `${lines}\n`;
}

function madeOf({ recipients }: QueueOutline, settled: ReadonlySet<string>): readonly string[] {
  const known = new Set(recipients.map(({ address }) => address));
  return [...settled].filter((address) => !known.has(address));
}

function headLine(entry: QueueOutline, nowMs: number): string {
  const { id, sender, senderSetUntrusted, login, frozenAtMs, receivedAtMs, sizeOctets } = entry;
  const user = senderSetUntrusted === true ? ` (${login})` : '';
  const frozen = frozenAtMs === undefined ? '' : ' *** frozen ***';
  return `${formatAge((nowMs - receivedAtMs) / 1000)}${formatSize(sizeOctets)} ${id} <${sender}>${user}${frozen}\n`;
}

/** What is done for good, of whatever recipient. */
export function settledOf({ progress }: Pick<QueueOutline, 'progress'>): ReadonlySet<string> {
  return progress.some(isSettled) ? new Set(progress.filter(isSettled).map(({ address }) => address)) : NONE;
}

const NONE: ReadonlySet<string> = new Set();

/** Minutes up to 90, then hours up to 72, then days. */
export function formatAge(seconds: number): string {
  const minutes = Math.trunc(seconds / 60);
  if (minutes <= 90) return `${String(minutes).padStart(2)}m `;
  const hours = Math.trunc((minutes + 30) / 60);
  return hours <= 72 ? `${String(hours).padStart(2)}h ` : `${String(Math.trunc((hours + 12) / 24)).padStart(2)}d `;
}

/** In five columns: as it is below 1,024, then in K and M, with one decimal below ten. */
export function formatSize(octets: number): string {
  if (octets === 0) return '     ';
  if (octets < 1024) return String(octets).padStart(5);
  if (octets < 10 * 1024) return `${oneDecimal(octets, 1024)}K`;
  if (octets < 1024 * 1024) return `${String(Math.trunc((octets + 512) / 1024)).padStart(4)}K`;
  if (octets < 10 * 1024 * 1024) return `${oneDecimal(octets, 1024 * 1024)}M`;
  return `${String(Math.trunc((octets + 512 * 1024) / 1024 / 1024)).padStart(4)}M`;
}

/** As C prints `%4.1f`: of two that are as near the even one, where JavaScript takes the higher. */
function oneDecimal(octets: number, unit: number): string {
  const exact = (octets * 10) / unit;
  const below = Math.floor(exact);
  const rest = exact - below;
  const tenths = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
  return `${tenths < 100 ? ' ' : ''}${Math.floor(tenths / 10)}.${tenths % 10}`;
}
