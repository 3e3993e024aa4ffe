/** `-M`, `-Mc`, `-Mg`: messages tried now; `-q…`, `-R`, `-S`: the whole queue, or what fits (Exim spec §5.2). */
import { type Clock, err, type Failure, ok, type Result } from '../../../base/index.ts';
import { compilePattern } from '../../../core/pcre/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { How, QueueRun } from '../../deliver/index.ts';
import { dateAndTime, entry, type Log, MAIN_AND_PANIC, queueRunEntry, spoolFileMissingEntry } from '../../log/index.ts';
import { isMessageId } from '../../message-id/index.ts';
import { callerName, openQueueLog, readQueueConfiguration, spoolDirectory } from '../../queue/index.ts';
import { isSettled, type QueueEntry } from '../../spool/index.ts';
import { formatRun, NO_RUN, type RunAsked, type Wanted } from '../run-words.ts';
import type { Call, Deliverer, Mode, PersonalityPorts } from '../types.ts';
import { told } from './told.ts';

const MESSAGE_MODES: Readonly<Record<string, () => How>> = {
  '-M': () => ({ isForced: true, thaws: true }),
  '-Mc': () => ({}),
  '-Mg': () => ({ cancelledBy: callerName(), isForced: true }),
};

export const deliverMode: Mode = {
  matches: (flag) => flag in MESSAGE_MODES || flag === '-q',
  fault: (call) => {
    const work = workOf(call);
    return work.ok ? undefined : work.error.message;
  },
  admin: ({ flag }) => (flag === '-Mg' ? 'giving-up' : flag in MESSAGE_MODES ? 'message' : 'run'),
  run: (call, ports) => told(ports, start(call, ports)),
};

async function start(call: Call, ports: PersonalityPorts): Promise<Result<number, Failure>> {
  const work = workOf(call);
  if (!work.ok) return work;
  const configuration = readQueueConfiguration(call.configuration);
  if (!configuration.ok) return configuration;
  const opened = await ports.openDeliverer(configuration.value);
  if (!opened.ok) return opened;
  try {
    return await work.value(opened.value, configuration.value, ports);
  } finally {
    await opened.value.close();
  }
}

type Work = (
  deliverer: Deliverer,
  configuration: Configuration,
  ports: PersonalityPorts,
) => Promise<Result<number, Failure>>;

const workOf = (call: Call): Result<Work, Failure> =>
  call.flag in MESSAGE_MODES ? messageWork(call) : ok(runWork(call));

function messageWork({ flag, words }: Call): Result<Work, Failure> {
  if (words.length === 0) return err(usage(`no message ids given after ${flag} option`));
  const wrong = words.find((id) => !isMessageId(id));
  if (wrong !== undefined) return err(usage(`malformed message id ${wrong} after ${flag} option`));
  const how = MESSAGE_MODES[flag]!(); // before we go on as another
  return ok(async ({ deliver }, configuration, { clock }) => {
    const log = await logFor(configuration, clock);
    if (!log.ok) return log;
    for (const id of words) {
      const { kind } = await deliver(id, how);
      if (kind === 'absent') log.value.write(spoolFileMissingEntry({ id }), id);
    }
    await log.value.close();
    return ok(0);
  });
}

function runWork({ queue, run: asked = NO_RUN }: Call): Work {
  const { force, localOnly, firstOnly, inTwoPhases, from, to } = asked;
  const shown = formatRun(asked);
  return async ({ runQueue }, configuration, { clock, complain }) => {
    const selects = selectionOf(asked);
    if (!selects.ok) {
      complain(`${dateAndTime(clock.now())} ${selects.error}\n`);
      return await abandonRun(selects.error, { shown, queue }, configuration, clock);
    }
    await runQueue({
      how: { ...forced(force), ...(localOnly && { remote: 'suppressed' }) },
      ...(firstOnly && { firstOnly }),
      ...(inTwoPhases && { inTwoPhases }),
      ...(queue !== '' && { queue }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(selects.value !== undefined && { selects: selects.value }),
      ...(shown !== '' && { shown }),
    });
    return ok(0);
  };
}

const forced = (letters: RunAsked['force']): How =>
  letters === '' ? {} : { isForced: true, ...(letters === 'ff' && { thaws: true }) };

/** Of a recipient who has been dealt with nothing is wanted. */
function selectionOf({ recipient, sender }: RunAsked): Result<QueueRun['selects'], string> {
  const ofRecipient = recipient && test(recipient);
  const ofSender = sender && test(sender);
  if (ofRecipient?.ok === false) return ofRecipient;
  if (ofSender?.ok === false) return ofSender;
  if (ofRecipient === undefined && ofSender === undefined) return ok(undefined);
  return ok(
    (entry: QueueEntry) =>
      ofSender?.value(entry.sender) !== false &&
      (ofRecipient === undefined || waitingIn(entry).some((address) => ofRecipient.value(address))),
  );
}

function waitingIn({ recipients, progress }: QueueEntry): readonly string[] {
  const settled = new Set(progress.filter(isSettled).map(({ address }) => address));
  return recipients.map(({ address }) => address).filter((address) => !settled.has(address));
}

function test({ text, isPattern }: Wanted): Result<(subject: string) => boolean, string> {
  const lower = text.toLowerCase();
  if (!isPattern) return ok((subject) => subject.toLowerCase().includes(lower));
  const compiled = compilePattern(text, { caseless: true });
  if (!compiled.ok)
    return err(
      `regular expression error: ${compiled.error.message} at offset ${compiled.error.offset} while compiling ${text}`,
    );
  return ok((subject) => typeof compiled.value.exec(subject, 0) === 'object');
}

/** Exim begins the run before it looks at the pattern. */
async function abandonRun(
  fault: string,
  { shown, queue }: { readonly shown: string; readonly queue: string },
  configuration: Configuration,
  clock: Clock,
): Promise<Result<number, Failure>> {
  const log = await logFor(configuration, clock);
  if (!log.ok) return log;
  const facts = { pid: process.pid, options: shown, ...(queue !== '' && { queue }) };
  log.value.write(queueRunEntry({ ...facts, phase: 'Start' }));
  log.value.write(entry('queue-run', facts, fault, MAIN_AND_PANIC));
  await log.value.close();
  return ok(1);
}

async function logFor(configuration: Configuration, clock: Clock): Promise<Result<Log, Failure>> {
  const directory = await spoolDirectory(configuration, clock);
  return directory.ok ? openQueueLog({ directory: directory.value, configuration }, clock) : directory;
}

const usage = (message: string): Failure => ({ code: 'usage', message, fault: 'configuration', temporary: false });
