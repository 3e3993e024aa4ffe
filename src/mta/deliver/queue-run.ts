/** A queue run: every message that waits is tried, as far as its time has come (Exim spec ch. 3 "Retry", option -q). */
import { loadavg } from 'node:os';
import { createPace, formatInterval } from '../../base/index.ts';
import { mainValue } from '../config/index.ts';
import type { Later } from '../expand/index.ts';
import { abandonedRunEntry, entry, isFrozenEntry, MAIN, MAIN_AND_PANIC, queueRunEntry } from '../log/index.ts';
import { parseMessageId } from '../message-id/index.ts';
import type { QueueEntry } from '../spool/index.ts';
import { deliverMessage } from './deliver.ts';
import { type HintsSeen, logWaiting, waitingOf } from './due.ts';
import { flagOf, numberOf } from './options.ts';
import type { DeliverPorts } from './ports.ts';
import type { How } from './round.ts';
import type { Laned } from './schedule/lanes.ts';
import type { Place } from './schedule/slots.ts';
import { tryInTurns } from './schedule/trials.ts';

export interface QueueRun {
  readonly how: How;
  /** Only messages that no delivery was tried of (`-qi`). */
  readonly firstOnly?: boolean;
  /** Of a named queue; empty is the ordinary one. */
  readonly queue?: string;
  readonly from?: string;
  readonly to?: string;
  /** `-R`, `-S`: the first that fits is forced, so that one that works again lets the others go. */
  readonly selects?: (entry: QueueEntry) => boolean;
  /** All are routed before the first goes to another host (`-qq`). */
  readonly inTwoPhases?: boolean;
  /** As in the log: `-qff`. */
  readonly shown?: string;
  /** So many messages at once. */
  readonly atOnce: number;
  /** A place among those in work, which each waits for; absent: there are enough. */
  readonly enter?: () => Later<Place>;
  readonly signal?: AbortSignal;
}

/** @returns how many messages were tried */
export async function runQueue(run: QueueRun, ports: DeliverPorts): Promise<number> {
  const { shown, queue = '' } = run;
  const facts = {
    pid: process.pid,
    ...(shown !== undefined && { options: shown }),
    ...(queue !== '' && { queue }),
  };
  ports.log(queueRunEntry({ ...facts, phase: 'Start' }));
  const ids = await idsOf(run, ports);
  if (isRoutedFirst(run, ports))
    await tryAll(ids, { ...run, how: { ...run.how, remote: 'only-routed' } }, ports, facts);
  const tried = await tryAll(ids, run, ports, facts);
  ports.log(queueRunEntry({ ...facts, phase: 'End' }));
  return tried;
}

/** With `queue_fast_ramp` what is routed goes at once, over the connection that others to that host have opened. */
const isRoutedFirst = ({ inTwoPhases }: QueueRun, { configuration }: DeliverPorts): boolean =>
  inTwoPhases === true && !flagOf(configuration, 'queue_fast_ramp');

async function tryAll(
  items: readonly Laned[],
  { how, selects, atOnce, enter, signal }: QueueRun,
  ports: DeliverPorts,
  facts: RunFacts,
): Promise<number> {
  let tried = 0;
  let isAbandoned = false;
  const goesOn = (): boolean => {
    isAbandoned ||= signal?.aborted === true || (how.isForced !== true && isTooBusy(ports, facts));
    return !isAbandoned;
  };
  const attempt = async (id: string, place: Place | undefined): Promise<boolean> => {
    tried += 1;
    const isForced = how.isForced === true || (selects !== undefined && tried === 1);
    let isPutOff = false;
    const onPutOff = (): void => {
      isPutOff = true;
    };
    const more = { isForced, isQueueRun: true, onPutOff, ...(place !== undefined && { place }) };
    await deliverMessage(id, { ...how, ...more }, ports);
    return isPutOff;
  };
  await tryInTurns(items, { atOnce, enter, goesOn, attempt });
  return tried;
}

/** As they are now: what comes meanwhile is delivered as it comes, or next time. In no order, unless one is wanted. */
async function idsOf(run: QueueRun, ports: DeliverPorts): Promise<readonly Laned[]> {
  const { spool, configuration, random } = ports;
  const { queue = '', from, to, firstOnly, selects, how } = run;
  const isChosen = firstOnly === true || selects !== undefined;
  const looks = looksFirst(run);
  const pace = createPace();
  const ids: Laned[] = [];
  const seen: HintsSeen = new Map();
  const range = {
    queue,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    withoutProgress: !looks && selects === undefined,
  };
  for await (const item of spool.list(range)) {
    if (item.kind !== 'message') {
      await dropMalformed(item.id, ports);
      continue;
    }
    const { entry } = item;
    if (isChosen && how.thaws !== true && entry.frozenAtMs !== undefined) {
      ports.log(isFrozenEntry()); // whether it would be wanted or not, and without its id
      continue;
    }
    if (firstOnly === true && !entry.firstDelivery) continue;
    if (selects?.(entry) === false) continue;
    const rest = pace();
    if (rest !== undefined) await rest;
    const looked = looks ? waitingOf(entry, ports, seen) : undefined;
    const waiting = looked instanceof Promise ? await looked : looked;
    if (waiting === undefined) ids.push({ id: entry.id, domain: firstDomain(entry) });
    else logWaiting(entry, waiting, ports);
  }
  return flagOf(configuration, 'queue_run_in_order') || from !== undefined ? ids : shuffled(ids, random);
}

/** Where times count, messages that wait for theirs are not opened. */
const looksFirst = ({ how, selects, firstOnly }: QueueRun): boolean =>
  selects === undefined &&
  firstOnly !== true &&
  how.isForced !== true &&
  how.thaws !== true &&
  how.line === undefined &&
  how.remote === undefined;

/** A message that cannot be read stays for somebody to look at, and not for ever (`keep_malformed`). */
async function dropMalformed(id: string, { spool, configuration, clock, log }: DeliverPorts): Promise<void> {
  const keptSeconds = numberOf(configuration, 'keep_malformed');
  const since = parseMessageId(id)?.seconds;
  if (since === undefined || clock.now().getTime() / 1000 - since < keptSeconds) return;
  const claim = await spool.claim(id, LEASE_MS); // who asks for it takes it out of the queue
  if (claim.ok) return void (await claim.value.release()); // it does read
  const isGone = claim.error.code === 'spool/corrupt';
  const said = isGone
    ? `Message removed because it cannot be read, and is older than ${formatInterval(keptSeconds)}`
    : `Message that cannot be read could not be removed: ${claim.error.message}`;
  log(entry('malformed', {}, said, isGone ? MAIN : MAIN_AND_PANIC), id);
}

const LEASE_MS = 60_000;

const firstDomain = ({ recipients: [first] }: QueueEntry): string =>
  first === undefined ? '' : first.address.slice(first.address.lastIndexOf('@') + 1).toLowerCase();

function shuffled(ids: Laned[], random: DeliverPorts['random']): readonly Laned[] {
  for (let at = ids.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [ids[at], ids[other]] = [ids[other]!, ids[at]!];
  }
  return ids;
}

/** `deliver_queue_load_max`, in thousandths. */
function isTooBusy({ configuration, log }: DeliverPorts, facts: RunFacts): boolean {
  const most = mainValue(configuration, 'deliver_queue_load_max');
  if (typeof most !== 'number') return false;
  const load = loadavg()[0]!; // the system is asked for each message
  if (load * 1000 <= most) return false;
  log(abandonedRunEntry({ ...facts, load, most: most / 1000 }));
  return true;
}

type RunFacts = Omit<Parameters<typeof queueRunEntry>[0], 'phase'>;
