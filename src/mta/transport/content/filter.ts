/** transport_filter: a message on its way out goes through a program (Exim spec ch. 24). */
import { type PipedEnd, startPiped } from '../../../base/process/index.ts';
import { fromOctets } from '../../host/index.ts';
import { type Form, Shaper } from './form.ts';
import { ContentTrouble } from './trouble.ts';

export interface Filter {
  /** The first is a path. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** So long it may keep us waiting for the next octets. */
  readonly timeoutMs: number;
  readonly cwd?: string;
}

/** What is done with a message by who is the user that it is for: the program must not be anybody else's. */
export interface Filtering {
  readonly filter: Filter;
  /** Into which what the program gives is brought. */
  readonly form: Form;
}

/**
 * @param content  lines that end in LF, nothing escaped
 * @param gone  nobody wants it any more: the program is ended, and does not end well
 * @throws ContentTrouble where the program does not end well, or keeps us waiting
 */
export async function* throughFilter(
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { filter, form: { lineEnd, escaping } }: Filtering,
  gone?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const shaper = new Shaper({
    lineEnd,
    fromWire: false,
    sparesFirstLine: true,
    ...(escaping !== undefined && { escaping }),
  });
  for await (const part of filtered(content, filter, gone)) yield shaper.pass(part);
  const rest = shaper.end();
  if (rest.length > 0) yield rest;
}

const UMASK = 0o077;
/** What a shell says of a program that cannot be started, and Exim with it. */
const NOT_STARTED = 127;
/** After its last word, to end. */
const ENDING_MS = 30_000;

async function* filtered(
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  filter: Filter,
  gone: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const [command = '', ...args] = filter.words;
  const program = startPiped({
    // Nothing looks for it along a path.
    command: fromOctets(command.includes('/') ? command : `./${command}`),
    args: args.map(fromOctets),
    environment: filter.environment,
    umask: UMASK,
    ...(filter.cwd !== undefined && { cwd: filter.cwd }),
  });
  const kill = (): void => program.kill();
  gone?.addEventListener('abort', kill);
  const feeding = feed(content, program).then(
    () => undefined,
    (thrown: unknown) => {
      if (!isDeaf(thrown)) program.kill(); // half a message goes nowhere
      return thrown;
    },
  );
  let isDone = false;
  try {
    yield* timed(program.output, filter.timeoutMs);
    const end = await within(program.ended, ENDING_MS);
    isDone = true;
    const trouble = await feeding;
    if (trouble !== undefined && !isDeaf(trouble)) throw trouble;
    const status = statusOf(end);
    if (status !== 0) throw new ContentTrouble({ kind: 'filter', status });
    if (trouble !== undefined) throw trouble;
  } finally {
    if (!isDone) program.kill();
    gone?.removeEventListener('abort', kill);
    await feeding;
  }
}

const isDeaf = (thrown: unknown): boolean => thrown instanceof ContentTrouble && thrown.trouble.kind === 'filter-deaf';

/** What has not read all of a message cannot have filtered it: Exim's pipe breaks, and the message waits. */
async function feed(
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  program: ReturnType<typeof startPiped>,
): Promise<void> {
  for await (const part of content) if (!(await program.write(part))) throw new ContentTrouble({ kind: 'filter-deaf' });
  program.endInput();
}

/** Negative for signals. */
function statusOf(end: PipedEnd): number {
  if (end.kind === 'exit') return end.status;
  return end.kind === 'signal' ? -end.number : NOT_STARTED;
}

async function* timed(output: AsyncIterable<Uint8Array>, timeoutMs: number): AsyncGenerator<Uint8Array> {
  const reader = output[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(reader.next(), timeoutMs);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    void reader.return?.(); // not waited for: it may never come
  }
}

async function within<T>(waited: Promise<T>, timeoutMs: number): Promise<T> {
  if (timeoutMs <= 0) return await waited;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ContentTrouble({ kind: 'filter-timeout' })), timeoutMs);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}
