/** Which addresses may go together, as options of their transport say it: `batch_id`, `batch_max`, `max_rcpt`, `multi_domain`. */
import { type Driver, driverValue, type OptionValue } from '../../config/index.ts';
import { after, type ExpansionHost, expandOption, isFailure, type Later } from '../../expand/index.ts';
import { expandBoolean, isLocal } from '../../route/index.ts';

/** What the first address of a delivery says of those that join it (Exim spec ch. 47 "Deliveries"). */
export interface Grouping {
  /** Addresses of its own domain alone. */
  readonly isOneDomain: boolean;
  /** So many go together. */
  readonly most: number;
}

/** An option that cannot be made sense of: the address waits. */
export interface Misgrouped {
  readonly problem: string;
}

/** Most transports say the same of all addresses. */
const plain = new WeakMap<Driver, Grouping>();

/** @param hostFor  expansions with the variables of the address */
export function groupingOf(transport: Driver, hostFor: () => ExpansionHost): Later<Grouping | Misgrouped> {
  const known = plain.get(transport);
  if (known !== undefined) return known;
  const most = optionOf(transport, isLocal(transport) ? 'batch_max' : 'max_rcpt') ?? (isLocal(transport) ? 1 : 0);
  const multiDomain = optionOf(transport, 'multi_domain') ?? true;
  if (isExpanded(most) || typeof multiDomain !== 'boolean')
    return expandedGrouping(transport, hostFor(), most, multiDomain);
  const made = { isOneDomain: !multiDomain, most: limitOf(Number(most)) };
  plain.set(transport, made);
  return made;
}

function expandedGrouping(
  transport: Driver,
  host: ExpansionHost,
  most: OptionValue,
  multiDomain: OptionValue,
): Later<Grouping | Misgrouped> {
  const asked = { option: 'multi_domain', where: `${transport.name} transport`, otherwise: true };
  return after(expandBoolean(multiDomain, host, asked), (isMulti): Later<Grouping | Misgrouped> => {
    if (typeof isMulti !== 'boolean') return { problem: isMulti.message };
    return after(countOf(transport, host, most), (count) =>
      typeof count === 'number' ? { isOneDomain: !isMulti, most: limitOf(count) } : count,
    );
  });
}

function countOf(transport: Driver, host: ExpansionHost, written: OptionValue): Later<number | Misgrouped> {
  if (!isExpanded(written)) return Number(written);
  const wrong = (why: string): Misgrouped => ({
    problem: `failed to expand "max_rcpt" in ${transport.name} transport: ${why}`,
  });
  return after(expandOption(written, host), (made) => {
    if (isFailure(made)) return wrong(made.message);
    return /^\s*\d+\s*$/.test(made.text) ? Number(made.text) : wrong(`integer expected but "${made.text}" found`);
  });
}

/** Zero is no limit. */
const limitOf = (most: number): number => (most > 0 ? most : Number.POSITIVE_INFINITY);

/** Only with those of the same; `alone` where it cannot be expanded. */
export type BatchId = { readonly text: string } | 'alone' | undefined;

/** @param complain  told of one that cannot be expanded */
export function batchIdOf(
  transport: Driver,
  address: string,
  hostFor: () => ExpansionHost,
  complain: (line: string) => void,
): Later<BatchId> {
  const written = optionOf(transport, 'batch_id');
  if (typeof written !== 'string') return undefined;
  return after(expandOption(written, hostFor()), (made) => {
    if (!isFailure(made)) return made;
    complain(`Failed to expand batch_id option in ${transport.name} transport (${address}): ${made.message}`);
    return 'alone';
  });
}

/** As it is set, or as it is where nobody sets it; undefined: neither, or the driver has no such option. */
function optionOf(transport: Driver, name: keyof typeof HAVE): OptionValue | undefined {
  const value = HAVE[name].has(transport.driver) ? driverValue(transport, name) : undefined;
  return value === '' ? undefined : value;
}

const IN_BATCHES: ReadonlySet<string> = new Set(['appendfile', 'pipe', 'lmtp']);
const BY_SMTP: ReadonlySet<string> = new Set(['smtp']);
const HAVE = { batch_id: IN_BATCHES, batch_max: IN_BATCHES, max_rcpt: BY_SMTP, multi_domain: BY_SMTP };

const isExpanded = (value: OptionValue): value is string => typeof value === 'string' && value.includes('$');
