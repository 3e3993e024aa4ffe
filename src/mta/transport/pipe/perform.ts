/** A message given to a program, by this process as whoever it is (Exim spec ch. 29 "The pipe transport"). */
import { stat } from 'node:fs/promises';
import { type PipedEnd, type PipedProgram, startPiped } from '../../../base/process/index.ts';
import { fromOctets } from '../../host/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { ContentTrouble, type Trouble } from '../content/trouble.ts';
import { pathOf } from '../local/octets.ts';
import { failed, panicked } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import { NOT_STARTED, outcomeOf, tooLate } from './status.ts';
import type { PipeTask } from './task.ts';

export async function performPipe(
  task: PipeTask,
  content: AsyncIterable<Uint8Array>,
  currentDirectory: string,
): Promise<LocalOutcome> {
  const [name = '', ...args] = task.words;
  const command = name.startsWith('/') ? name : await lookedFor(name, task.path);
  if (command === undefined) return failed(`"${name}" command not found for ${task.transport} transport`);
  const program = startPiped({
    command: fromOctets(command),
    args: args.map(fromOctets),
    environment: asTexts(task.environment),
    cwd: fromOctets(currentDirectory),
    umask: task.umask,
  });
  const output = collect(program, task.maxOutput);
  const done = await run({ ...task, words: [command, ...args] }, program, content);
  const said = await output.all();
  return { ...(done.status === 'delivered' ? done : bland(done)), ...(said !== '' && { output: said }) };
}

/** What a command looks like is nobody's business who has sent mail to it. */
const bland = (outcome: LocalOutcome): LocalOutcome => ({ userText: 'local delivery failed', ...outcome });

async function lookedFor(name: string, path: readonly string[]): Promise<string | undefined> {
  for (const folder of path) {
    const facts = await stat(pathOf(`${folder}/${name}`)).catch(() => undefined);
    if (facts !== undefined) return `${folder}/${name}`;
  }
  return undefined;
}

const asTexts = (environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [fromOctets(name), fromOctets(value)]));

const MS = 1000;
/** Who has kept us waiting while it was written to is not waited for any longer. */
const LAST_WAIT_MS = 1000;
const LATE = Symbol('late');

async function run(task: PipeTask, program: PipedProgram, content: AsyncIterable<Uint8Array>): Promise<LocalOutcome> {
  const patienceMs = task.timeoutSeconds * MS;
  const written = await write(task, program, content, patienceMs);
  if (typeof written === 'object') {
    program.kill();
    return written;
  }
  const end = await within(program.ended, written === 'late' ? LAST_WAIT_MS : patienceMs);
  const before = written === 'late' ? 'timeout while writing to pipe' : undefined;
  if (end !== LATE) return withOctets(outcomeOf(task, end, before), written);
  program.kill();
  return tooLate(task, `pipe delivery process timed out${before === undefined ? '' : ` (preceded by ${before})`}`);
}

const withOctets = (outcome: LocalOutcome, octets: number | 'late'): LocalOutcome =>
  octets === 'late' || outcome.status !== 'delivered' ? outcome : { ...outcome, octets };

/** @returns octets written, also where it did not want them all; or that it kept us waiting, or what became of the content */
async function write(
  task: PipeTask,
  program: PipedProgram,
  content: AsyncIterable<Uint8Array>,
  patienceMs: number,
): Promise<number | 'late' | LocalOutcome> {
  let octets = 0;
  try {
    for await (const part of around(task, content)) {
      const isTaken = await within(program.write(part), patienceMs);
      if (isTaken === LATE) return 'late';
      octets += part.length;
      if (!isTaken) break;
    }
    return octets;
  } catch (thrown) {
    return troubleOf(thrown, task);
  } finally {
    program.endInput();
  }
}

async function* around({ prefix, suffix }: PipeTask, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let before: Buffer | undefined = prefix === '' ? undefined : Buffer.from(prefix, 'latin1');
  for await (const part of content) {
    yield before === undefined ? part : Buffer.concat([before, part]);
    before = undefined;
  }
  if (before !== undefined) yield before;
  if (suffix !== '') yield Buffer.from(suffix, 'latin1');
}

function troubleOf(thrown: unknown, task: PipeTask): LocalOutcome {
  if (!(thrown instanceof ContentTrouble)) throw thrown;
  return bland(whileWriting(thrown.trouble, task));
}

function whileWriting(trouble: Trouble, task: PipeTask): LocalOutcome {
  switch (trouble.kind) {
    case 'filter': {
      const { status } = trouble;
      const why = status === NOT_STARTED ? ': unable to execute command' : '';
      return panicked(`Transport filter process failed (${status})${why}`, {
        errno: ERRNO.filterFailed,
        moreErrno: status,
      });
    }
    case 'filter-timeout':
      return tooLate(task, 'transport filter timeout while writing to pipe');
    case 'filter-deaf': // Exim takes it for the command, which may end its reading, and has half of the message delivered
      return panicked('transport filter has not read all of the message');
    case 'header':
      return panicked(`Failed to expand headers_add or headers_remove: ${trouble.message}`, {
        errno: ERRNO.headersFailed,
      });
    case 'body':
      return panicked(`the message could not be read: ${trouble.message}`);
  }
}

async function within(waited: Promise<PipedEnd>, ms: number): Promise<PipedEnd | typeof LATE>;
async function within(waited: Promise<boolean>, ms: number): Promise<boolean | typeof LATE>;
async function within<T>(waited: Promise<T>, ms: number): Promise<T | typeof LATE> {
  if (ms <= 0) return await waited;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** After the end of the program, for what it wrote last; what it has left in the background may hold its output for ever. */
const DRAIN_MS = 1000;
const TOO_MUCH = '\n\n*** Too much output - remainder discarded ***\n';

/** What it says, up to a bound; beyond it the program is ended. */
function collect(program: PipedProgram, most: number): { readonly all: () => Promise<string> } {
  const parts: Uint8Array[] = [];
  let octets = 0;
  const read = async (): Promise<true> => {
    for await (const part of program.output) {
      parts.push(part);
      octets += part.length;
      if (octets <= most) continue;
      parts.push(Buffer.from(TOO_MUCH));
      program.kill();
      break;
    }
    return true;
  };
  const reading = read().catch((): true => true); // its end of the pipe has gone
  return {
    all: async () => {
      await within(reading, DRAIN_MS);
      return Buffer.concat(parts).toString('latin1');
    },
  };
}
