/** `-M`, `-Mc`, `-Mg`: messages tried now; `-q…`, `-R`, `-S`: the whole queue, or what fits (Exim spec §5.2). */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { How, QueueRun } from '../../deliver/index.ts';
import { spoolFileMissingEntry } from '../../log/index.ts';
import { isMessageId } from '../../message-id/index.ts';
import { callerName, openQueueLog, readQueueConfiguration, spoolDirectory } from '../../queue/index.ts';
import type { QueueEntry } from '../../spool/index.ts';
import type { Call, Deliverer, Mode, PersonalityPorts } from '../types.ts';
import { told } from './told.ts';

const MESSAGE_MODES: Readonly<Record<string, () => How>> = {
  '-M': () => ({ isForced: true, thaws: true }),
  '-Mc': () => ({}),
  '-Mg': () => ({ cancelledBy: callerName(), isForced: true }),
};

export const deliverMode: Mode = {
  matches: (flag) => flag in MESSAGE_MODES || RUN.test(flag) || SELECTION.test(flag),
  fault: (call) => {
    const work = workOf(call);
    return work.ok ? undefined : work.error.message;
  },
  admin: (flag) => (flag === '-Mg' ? 'giving-up' : flag in MESSAGE_MODES ? 'message' : 'run'),
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

const workOf = (call: Call): Result<Work, Failure> => (call.flag in MESSAGE_MODES ? messageWork(call) : runWork(call));

function messageWork({ flag, words }: Call): Result<Work, Failure> {
  if (words.length === 0) return err(usage(`no message ids given after ${flag} option`));
  const wrong = words.find((id) => !isMessageId(id));
  if (wrong !== undefined) return err(usage(`malformed message id ${wrong} after ${flag} option`));
  const how = MESSAGE_MODES[flag]!(); // before we go on as another
  return ok(async ({ deliver }, configuration, { clock }) => {
    const directory = await spoolDirectory(configuration, clock);
    const log = directory.ok ? openQueueLog({ directory: directory.value, configuration }, clock) : directory;
    if (!log.ok) return log;
    for (const id of words) {
      const { kind } = await deliver(id, how);
      if (kind === 'absent') log.value.write(spoolFileMissingEntry({ id }), id);
    }
    await log.value.close();
    return ok(0);
  });
}

/** `-qqiffl`, in this order, then `G` and the name of a queue. */
const RUN = /^-q(q?)(i?)(ff?)?(l?)(?:G(.*))?$/;
/** `-R`: a part of a recipient's address; `-S` of the sender's. */
const SELECTION = /^-q?([RS])(.*)$/s;
/** `r`: a regular expression; `f` and `ff` as with `-q`. Anything else is the string itself. */
const LETTERS = /^(r?)(f{0,2})$/;

function runWork({ flag, words }: Call): Result<Work, Failure> {
  const selection = SELECTION.exec(flag);
  if (selection !== null) return selectedRun(selection, words);
  const [, second = '', first = '', force = '', local = '', queue = ''] = RUN.exec(flag)!;
  const [from, to] = words;
  if (from !== undefined && !isMessageId(from)) return err(usage(`bad time value ${from}: abandoned`));
  if (words.length > 2 || (to !== undefined && !isMessageId(to))) return err(usage(INCOMPATIBLE));
  const shown = `-q${second === '' ? '' : 'q'}${first}${force}${local}`;
  const run: Omit<QueueRun, 'atOnce' | 'signal'> = {
    how: { ...forced(force), ...(local !== '' && { remote: 'suppressed' }) },
    ...(first !== '' && { firstOnly: true }),
    ...(second !== '' && { inTwoPhases: true }),
    ...(queue !== '' && { queue }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(shown !== '-q' && { shown }),
  };
  return ok(async ({ runQueue }) => {
    await runQueue(run);
    return ok(0);
  });
}

const forced = (letters: string): How =>
  letters === '' ? {} : { isForced: true, ...(letters === 'ff' && { thaws: true }) };

function selectedRun([, kind = '', rest = '']: RegExpExecArray, words: readonly string[]): Result<Work, Failure> {
  const letters = LETTERS.exec(rest);
  const [, isPattern = '', force = ''] = letters ?? [];
  const [wanted, ...more] = letters === null ? [rest, ...words] : words;
  if (wanted === undefined) return err(usage(`string expected after -${kind}`));
  if (more.length > 0) return err(usage(INCOMPATIBLE));
  const fits =
    isPattern === 'r' ? pattern(wanted) : ok((text: string) => text.toLowerCase().includes(wanted.toLowerCase()));
  if (!fits.ok) return fits;
  const selects = ({ sender, recipients }: QueueEntry): boolean =>
    kind === 'S' ? fits.value(sender) : recipients.some(({ address }) => fits.value(address));
  const shown = `${force === '' ? '' : `-q${force} `}-${kind}${isPattern} ${wanted}`;
  return ok(async ({ runQueue }) => {
    await runQueue({ how: forced(force), selects, shown });
    return ok(0);
  });
}

const INCOMPATIBLE = 'incompatible command-line options or arguments';

function pattern(text: string): Result<(subject: string) => boolean, Failure> {
  try {
    const expression = new RegExp(text, 'i');
    return ok((subject) => expression.test(subject));
  } catch (cause) {
    return err(usage(`"${text}" is no regular expression: ${(cause as Error).message}`));
  }
}

const usage = (message: string): Failure => ({ code: 'usage', message, fault: 'configuration', temporary: false });
