/** `-M`, `-Mc`, `-Mg`: messages tried now; `-q…`, `-R`, `-S`: the whole queue, or what fits (Exim spec §5.2). */
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import type { How, QueueRun } from '../../deliver/index.ts';
import { isMessageId } from '../../message-id/index.ts';
import { callerName, readQueueConfiguration } from '../../queue/index.ts';
import type { QueueEntry } from '../../spool/index.ts';
import type { Call, Deliverer, Mode, PersonalityPorts } from '../types.ts';
import { told } from './told.ts';

const MESSAGE_MODES: Readonly<Record<string, () => How>> = {
  '-M': () => ({ isForced: true, thaws: true }),
  '-Mc': () => ({ isQueueRun: true }),
  '-Mg': () => ({ cancelledBy: callerName(), isForced: true }),
};

export const deliverMode: Mode = {
  matches: (flag) => flag in MESSAGE_MODES || RUN.test(flag) || SELECTION.test(flag),
  admin: (flag) => (flag === '-Mg' ? 'always' : flag in MESSAGE_MODES ? 'message' : 'run'),
  run: (call, ports) => told(ports, start(call, ports)),
};

async function start(call: Call, ports: PersonalityPorts): Promise<Result<number, Failure>> {
  const work = call.flag in MESSAGE_MODES ? messageWork(call) : runWork(call);
  if (!work.ok) return work;
  const configuration = readQueueConfiguration(call.configuration);
  if (!configuration.ok) return configuration;
  const opened = await ports.openDeliverer(configuration.value);
  if (!opened.ok) return opened;
  try {
    await work.value(opened.value);
    return ok(0);
  } finally {
    await opened.value.close();
  }
}

type Work = (deliverer: Deliverer) => Promise<unknown>;

function messageWork({ flag, words }: Call): Result<Work, Failure> {
  if (words.length === 0) return err(usage(`no message ids given after ${flag} option`));
  const wrong = words.find((id) => !isMessageId(id));
  if (wrong !== undefined) return err(usage(`malformed message id ${wrong} after ${flag} option`));
  const how = MESSAGE_MODES[flag]!(); // before we go on as another
  return ok(async ({ deliver }) => {
    for (const id of words) await deliver(id, how);
  });
}

/** `-qqiffl`, in this order, then `G` and the name of a queue. */
const RUN = /^-q(q?)(i?)(ff?)?(l?)(?:G(.*))?$/;
/** `-R`, `-Rf`, `-Rff`, `-Rr`, …: a part of a recipient's address, or a regular expression; `-S` of the sender's. */
const SELECTION = /^-q?([RS])(ff?)?(r?)$/;

function runWork({ flag, words }: Call): Result<Work, Failure> {
  const selection = SELECTION.exec(flag);
  if (selection !== null) return selectedRun(selection, words);
  const [, second = '', first = '', force = '', local = '', queue = ''] = RUN.exec(flag)!;
  if (words.length > 2) return err(usage(INCOMPATIBLE));
  const [from, to] = words;
  if (from !== undefined && !isMessageId(from)) return err(usage(`bad time value ${from}: abandoned`));
  if (to !== undefined && !isMessageId(to)) return err(usage(`malformed message id ${to} after ${flag} option`));
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
  return ok(({ runQueue }) => runQueue(run));
}

const forced = (letters: string): How =>
  letters === '' ? {} : { isForced: true, ...(letters === 'ff' && { thaws: true }) };

function selectedRun(
  [, kind = '', force = '', isPattern = '']: RegExpExecArray,
  words: readonly string[],
): Result<Work, Failure> {
  const [wanted, ...more] = words;
  if (wanted === undefined) return err(usage(`string expected after -${kind}`));
  if (more.length > 0) return err(usage(INCOMPATIBLE));
  const fits =
    isPattern === 'r' ? pattern(wanted) : ok((text: string) => text.toLowerCase().includes(wanted.toLowerCase()));
  if (!fits.ok) return fits;
  const selects = ({ sender, recipients }: QueueEntry): boolean =>
    kind === 'S' ? fits.value(sender) : recipients.some(({ address }) => fits.value(address));
  const shown = `${force === '' ? '' : `-q${force} `}-${kind}${isPattern} ${wanted}`;
  return ok(({ runQueue }) => runQueue({ how: forced(force), selects, shown }));
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
