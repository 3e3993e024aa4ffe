/** One delivery by its transport: what every transport has in common, around what its driver does. */
import { after, type ExpansionHost, expandOption, isFailure, type Later } from '../expand/index.ts';
import { ERRNO } from '../retry/index.ts';
import { judgeSize, withinParallel } from './limits.ts';
import { delivered, panicked, reportOf } from './outcome.ts';
import { TRANSPORTS, type TransportRow } from './registry.ts';
import { flag, text } from './settings.ts';
import { shadowOf } from './shadow.ts';
import type { Deliver, Delivery, DeliveryReport, LocalOutcome, TransportWorld } from './types.ts';
import { deliveryVariables } from './variables.ts';

/**
 * Never rejects: what goes wrong is an outcome of each recipient, and a bug of ours makes them wait.
 *
 * The driver sees the delivery with the transport's own return_path as its sender. `-N` delivers nothing, and succeeds.
 */
export async function deliverBy(delivery: Delivery, world: TransportWorld): Promise<DeliveryReport> {
  const started = world.clock.monotonicMs();
  const took = (): number => world.clock.monotonicMs() - started;
  const all: All = (outcome, of = delivery) => reportOf(outcome, of, took());
  const row = TRANSPORTS[delivery.transport.driver];
  if (row === undefined) return marked(all(panicked(unknownDriver(delivery))), delivery);
  try {
    return marked(await tryDelivery(delivery, world, row, all), delivery);
  } catch (bug) {
    const what = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    world.log(`${delivery.transport.name} transport: ${what}`, true);
    return marked(all(panicked(`internal error in ${delivery.transport.name} transport`)), delivery);
  }
}

/** The same for each recipient, of all of them or of some. */
type All = (outcome: LocalOutcome, of?: Delivery) => DeliveryReport;

const unknownDriver = ({ transport }: Delivery): string =>
  `the driver ${transport.driver} of ${transport.name} transport is not known`;

async function tryDelivery(
  given: Delivery,
  world: TransportWorld,
  row: TransportRow,
  all: All,
): Promise<DeliveryReport> {
  if (text(given.transport, 'message_size_limit') === undefined) return await sendOff(given, world, row, all);
  const tooBig = await judgeSizes(given, world);
  const fit = given.recipients.filter((_, index) => tooBig[index] === undefined);
  const report = fit.length > 0 ? await sendOff({ ...given, recipients: fit }, world, row, all) : NOT_SENT;
  const [outcomes, refused] = [[...report.outcomes], all(delivered()).outcomes];
  return {
    ...report,
    outcomes: refused.map((one, index) => {
      const verdict = tooBig[index];
      return verdict === undefined ? outcomes.shift()! : { ...one, ...verdict };
    }),
  };
}

const NOT_SENT: DeliveryReport = { outcomes: [], hosts: [] };

/** Of each recipient, since the option may look at them. */
async function judgeSizes(delivery: Delivery, world: TransportWorld): Promise<readonly (LocalOutcome | undefined)[]> {
  const { recipients, message } = delivery;
  return await Promise.all(
    recipients.map((recipient) =>
      judgeSize(delivery, () => world.host(message, deliveryVariables({ ...delivery, recipients: [recipient] }))),
    ),
  );
}

async function sendOff(given: Delivery, world: TransportWorld, row: TransportRow, all: All): Promise<DeliveryReport> {
  const host = (): ExpansionHost => world.host(given.message, deliveryVariables(given));
  const addressed = withReturnPath(given, world);
  const delivery = addressed instanceof Promise ? await addressed : addressed;
  if (!('recipients' in delivery)) return all(delivery, given);
  if (delivery.message.stored.flags?.suppressDelivery === true)
    return all(delivered({ returnPath: delivery.sender }), given);
  if (world.debug !== undefined) await printDebug(delivery, world);
  const deliver = loaded.get(row) ?? (await load(row));
  const outcome = await withinParallel(delivery, world, host, () => deliver(delivery, world));
  if (!('outcomes' in outcome)) return all(outcome, given);
  const sent = withSender(outcome, delivery);
  return row.kind === 'local' ? await withShadow(sent, { ...delivery, sender: given.sender }, world) : sent;
}

const loaded = new Map<TransportRow, Deliver>();

async function load(row: TransportRow): Promise<Deliver> {
  const deliver = await row.load();
  loaded.set(row, deliver);
  return deliver;
}

async function printDebug(
  { transport, message, ...delivery }: Delivery,
  { host, debug }: TransportWorld,
): Promise<void> {
  const written = text(transport, 'debug_print');
  if (written === undefined || debug === undefined) return;
  const made = await expandOption(written, host(message, deliveryVariables({ transport, message, ...delivery })));
  debug(`${transport.name} transport: ${made.kind === 'text' ? made.text : `failed to expand "${written}"`}`);
}

/** A forced failure leaves the sender as it is. */
function withReturnPath(delivery: Delivery, world: TransportWorld): Later<Delivery | LocalOutcome> {
  const { transport, message } = delivery;
  const written = text(transport, 'return_path');
  if (written === undefined) return delivery;
  return after(expandOption(written, world.host(message, deliveryVariables(delivery))), (expanded) => {
    if (expanded.kind === 'forced-fail') return delivery;
    if (isFailure(expanded))
      return panicked(`Failed to expand return path "${written}" in ${transport.name} transport: ${expanded.message}`, {
        errno: ERRNO.expansionFailed,
      });
    return { ...delivery, sender: expanded.text };
  });
}

function withSender(report: DeliveryReport, { sender }: Delivery): DeliveryReport {
  if (report.outcomes.every(({ returnPath }) => returnPath !== undefined)) return report;
  const outcomes = report.outcomes.map((outcome) =>
    outcome.returnPath === undefined ? { ...outcome, returnPath: sender } : outcome,
  );
  return { ...report, outcomes };
}

/** @param delivery  as it came: the shadow has a return path of its own, or the sender's */
async function withShadow(report: DeliveryReport, delivery: Delivery, world: TransportWorld): Promise<DeliveryReport> {
  const isIn = report.outcomes.map(({ status }) => status === 'delivered');
  if (!isIn.includes(true)) return report;
  const recipients = delivery.recipients.filter((_, index) => isIn[index]);
  const shadow = await shadowOf({ ...delivery, recipients }, world, deliverBy);
  if (shadow === undefined) return report;
  return {
    ...report,
    outcomes: report.outcomes.map((outcome, index) => (isIn[index] ? { ...outcome, ...shadow } : outcome)),
  };
}

/** What options of the transport say of logging and retrying. */
function marked(report: DeliveryReport, { transport }: Delivery): DeliveryReport {
  const logsNothing = flag(transport, 'disable_logging');
  const retriesByAddress = flag(transport, 'retry_use_local_part');
  if (!logsNothing && !retriesByAddress) return report;
  const marks = { ...(logsNothing && { logsNothing }), ...(retriesByAddress && { retriesByAddress }) };
  return { ...report, outcomes: report.outcomes.map((outcome) => ({ ...outcome, ...marks })) };
}
