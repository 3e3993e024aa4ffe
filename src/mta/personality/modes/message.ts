/** `-M…`: single messages, looked at and changed, in Exim's words. */
import { type Failure, ok, type Result } from '../../../base/index.ts';
import { tellRemoval } from '../../deliver/index.ts';
import { type Log, type LogEntry, spoolFileMissingEntry, spoolLockedEntry } from '../../log/index.ts';
import { isMessageId } from '../../message-id/index.ts';
import { callerName, changeMessage, type OpenedQueue, openQueueLog, withQueue } from '../../queue/index.ts';
import type { SpoolError, StoredMessage } from '../../spool/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';
import { bare, CHANGES, type Change, editOf } from './changes.ts';
import { told } from './told.ts';
import { VIEWS, type View } from './views.ts';

export const messageMode: Mode = {
  matches: (flag) => flag in CHANGES || flag in VIEWS,
  fault: faultOf,
  admin: ({ flag }) => (CHANGES[flag]?.takesQueue === true ? 'run' : 'contents'),
  run: (call, ports) =>
    told(
      ports,
      withQueue(call.configuration, ports, (queue) => act(queue, call, ports)),
    ),
};

function faultOf({ flag, words }: Call): string | undefined {
  if (words.length === 0) return `no message ids given after ${flag} option`;
  const row = CHANGES[flag];
  if (row?.takesQueue === true && words.length === 1) return `no message ids given after ${flag} option`;
  const ids = row === undefined ? words : idsOf(row, words);
  const wrong = ids.find((id) => !isMessageId(id));
  return wrong === undefined ? undefined : `malformed message id ${wrong} after ${flag} option`;
}

async function act(queue: OpenedQueue, call: Call, ports: PersonalityPorts): Promise<Result<number, Failure>> {
  const view = VIEWS[call.flag];
  return view === undefined
    ? await change(queue, CHANGES[call.flag]!, call, ports)
    : await look(queue, view, call, ports);
}

async function look(
  queue: OpenedQueue,
  view: View,
  { words: [id = '', ...more] }: Call,
  ports: PersonalityPorts,
): Promise<Result<number, Failure>> {
  if (more.length > 0 && view.isWhole !== true) {
    await ports.out('*** Only one message can be listed at once\n');
    return ok(1);
  }
  if (view.isWhole === true && (await queue.spool?.claimedUntil(id)) !== undefined) {
    await ports.out(`Message ${id} is locked\n`);
    return await logged(queue, ports, (log) => log.write(spoolLockedEntry({ id }), id), 1);
  }
  const status = await view.show(queue.spool, id, ports);
  if (status === 0 || view.isWhole !== true) return ok(status);
  return await logged(queue, ports, (log) => log.write(spoolFileMissingEntry({ id }), id), status);
}

async function logged(
  queue: OpenedQueue,
  { clock }: PersonalityPorts,
  write: (log: Log) => void,
  status: number,
): Promise<Result<number, Failure>> {
  const log = openQueueLog(queue, clock);
  if (!log.ok) return log;
  write(log.value);
  await log.value.close();
  return ok(status);
}

/** What stands beside them is addresses, or the name of a queue. */
const idsOf = ({ takesAddresses, takesQueue }: Change, words: readonly string[]): readonly string[] =>
  takesQueue === true ? words.slice(1) : takesAddresses ? words.slice(0, 1) : words;

async function change(
  queue: OpenedQueue,
  row: Change,
  call: Call,
  ports: PersonalityPorts,
): Promise<Result<number, Failure>> {
  const { words } = call;
  const given = row.takesQueue === true ? words.slice(0, 1) : words.slice(1);
  const log = openQueueLog(queue, ports.clock);
  if (!log.ok) return log;
  const ids = idsOf(row, words);
  let status = 0;
  for (const id of ids) {
    const done = await changeOne(queue, row, id, { given, queue: call.queue }, ports);
    await ports.out(done.text);
    if (!done.isGood) status = 1;
    for (const entry of done.entries(log.value.format)) log.value.write(entry, id);
    if (row.removes === true && done.message !== undefined)
      await tellRemoval(done.message, queue.configuration, { ...ports, log: log.value });
  }
  if (row.isSpacedOut === true) await ports.out('\n');
  log.value.flush();
  await log.value.close();
  return ok(status);
}

interface Done {
  readonly text: string;
  /** That was changed, as it was before. */
  readonly message?: StoredMessage;
  readonly isGood: boolean;
  readonly entries: (format: Parameters<Change['entries']>[1]) => readonly LogEntry[];
}

const nothing = (): readonly LogEntry[] => [];

async function changeOne(
  { spool }: OpenedQueue,
  row: Change,
  id: string,
  { given, queue }: { readonly given: readonly string[]; readonly queue: string },
  { clock }: PersonalityPorts,
): Promise<Done> {
  const fault = row.takesAddresses ? editOf(row, given) : undefined;
  if (fault !== undefined) return { text: `Message ${id} - ${fault}\n`, isGood: false, entries: nothing };
  const addresses = row.takesAddresses ? given.map(bare) : given;
  if (spool === undefined) return notThere(id, row);
  const act = row.act(addresses, clock);
  let isThere = true;
  const changed = await changeMessage(spool, id, (claim, message) => {
    isThere = (message.queue ?? '') === queue;
    return isThere ? act(claim, message) : Promise.resolve(ok('unchanged'));
  });
  if (!changed.ok && changed.error.code === 'spool/missing') return notThere(id, row);
  if (!changed.ok) return refused(id, row, changed.error);
  const { outcome, message } = changed.value;
  if (!isThere) return notThere(id, row);
  if (outcome === 'unchanged')
    return { text: `Message ${id} ${row.unchanged(addresses, message)}\n`, isGood: false, entries: nothing };
  const facts = { by: callerName(), addresses, message };
  return {
    text: `Message ${id} ${row.done}\n`,
    isGood: true,
    message,
    entries: (format) => row.entries(facts, format),
  };
}

const notThere = (id: string, row: Change): Done => ({
  text: gone(id, row),
  isGood: false,
  entries: () => [spoolFileMissingEntry({ id })],
});

function refused(id: string, row: Change, { code, message }: SpoolError): Done {
  if (code !== 'spool/claimed' && code !== 'spool/lost')
    return { text: `${message}\n`, isGood: false, entries: nothing };
  const text = spaced(row, `Message ${id} is locked\n`);
  return { text, isGood: false, entries: () => [spoolLockedEntry({ id })] };
}

/** Where it goes to another queue an empty line is behind what went wrong. */
const spaced = ({ takesQueue }: Change, line: string): string => (takesQueue === true ? `${line}\n` : line);

/** A removal makes sure, and says so. */
function gone(id: string, row: Change): string {
  const first = `Spool data file for ${id} does not exist\n`;
  if (row.done !== 'has been removed') return spaced(row, first);
  return (
    `${first}Continuing, to ensure all files removed\n` +
    `Spool read error for ${id}-H: No such file or directory\n` +
    `Continuing to ensure all files removed\nMessage ${id} has been removed or did not exist\n`
  );
}
