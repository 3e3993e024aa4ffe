/** What an accepted ETRN starts: a program of `smtp_etrn_command`, or deliveries of what waits (RFC 1985; Exim spec §48.8). */
import { expand, parseExpansion, splitCommand, textOf } from '../expand/index.ts';
import { entry, MAIN_AND_PANIC } from '../log/index.ts';
import type { Session } from './session.ts';

export type EtrnOutcome = { readonly kind: 'started' } | { readonly kind: 'running' } | { readonly kind: 'broken' };

export async function startEtrn(session: Session, argument: string): Promise<EtrnOutcome> {
  const { options, ports } = session.shared;
  const command = options.text('smtp_etrn_command');
  const words = command === undefined || command === '' ? undefined : await wordsOf(session, command, argument);
  if (typeof words === 'string') {
    const text = `failed to set up ETRN command: ${words}`;
    session.log(entry('etrn-failed', { argument }, text, MAIN_AND_PANIC));
    return { kind: 'broken' };
  }
  if (ports.isRehearsal) return { kind: 'started' };
  if (options.flag('smtp_etrn_serialize') && !(await claim(session, argument))) return { kind: 'running' };
  const running = words === undefined ? ports.runQueue?.(argument.replace(/^#/, '')) : run(session, command!, words);
  void Promise.resolve(running).finally(() => release(session, argument));
  return { kind: 'started' };
}

async function run(session: Session, command: string, words: readonly string[]): Promise<void> {
  const why = await session.shared.ports.runProgram?.(words);
  if (why === undefined) return;
  session.logWithoutId(entry('etrn-failed', { command }, `exec of "${command}" (ETRN) failed: ${why}`, MAIN_AND_PANIC));
}

/** Parted first, and each expanded by itself; `$domain` is what the client has said. A text: what is wrong. */
async function wordsOf(session: Session, command: string, argument: string): Promise<readonly string[] | string> {
  const words: string[] = [];
  const { host } = session;
  const seen = {
    ...host,
    variable: (name: string) => (name === 'domain' ? textOf(argument, true) : host.variable(name)),
  };
  for (const word of splitCommand(command)) {
    const read = await expand(parseExpansion(word), seen);
    if (read.kind !== 'text')
      return `Expansion of "${word}" from command "${command}" in ETRN processing failed: ${read.message}`;
    if (read.tainted && read.text !== '')
      return `Tainted arg ${words.length} for ETRN processing command: '${read.text}'`;
    words.push(read.text);
  }
  return words;
}

/** One that hangs is not to keep the next for ever. */
const HELD_MS = 6 * 3600 * 1000;
/** A run looks at the whole queue: who asks for the same again at once has to wait, however fast it was. */
const REST_MS = 100;

async function claim(session: Session, argument: string): Promise<boolean> {
  let isFree = true;
  await hintsOf(session).update(keyOf(argument), (before) => {
    isFree = before === undefined;
    return before === undefined ? { value: 'running', expiresAtMs: session.now() + HELD_MS } : before;
  });
  return isFree;
}

const release = (session: Session, argument: string): Promise<unknown> =>
  hintsOf(session).update(keyOf(argument), () => ({ value: 'over', expiresAtMs: session.now() + REST_MS }));

const hintsOf = (session: Session) => session.shared.ports.spool.hints<string>('misc');
const keyOf = (argument: string): string => `etrn-${argument}`;
