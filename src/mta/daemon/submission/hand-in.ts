/**
 * The caller's side of a submission: left for the server of this host and answered by it. Where there is none, who may write
 * to the spool (root, and the user mail runs as) takes the message in by himself, as Exim's own command does.
 */
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { Duplex } from 'node:stream';
import { currentFolder, type Result, systemClock } from '../../../base/index.ts';
import {
  type Configuration,
  type ConfigurationSource,
  firstMistake,
  mainValue,
  readConfiguration,
} from '../../config/index.ts';
import { dateAndTime } from '../../log/index.ts';
import { notePanic } from '../../queue/index.ts';
import {
  dropFile,
  parseAnswer,
  type SubmissionAnswer,
  type SubmissionFlags,
  type SubmissionOrder,
  type SubmitFailure,
  wakeServer,
  withdraw,
} from '../../submission/index.ts';
import { pathOf } from '../paths.ts';
import { goOnAs } from '../privileges.ts';
import { planStart } from '../start.ts';
import { serveCaller } from './serve-caller.ts';
import { withinTime } from './within-time.ts';

/** What is handed in, and with what. Texts are octet strings. */
export interface HandIn {
  /** Names itself in complaints. */
  readonly program: 'exim' | 'sendmail';
  readonly flags: SubmissionFlags;
  readonly source: ConfigurationSource;
  /** The message, up to its end. */
  readonly message: () => AsyncIterable<string>;
  /** No more of it is read, whatever may come. */
  readonly endInput: () => void;
  /** What is said over `-bs`, lines ending in CRLF. */
  readonly spoken: () => AsyncIterable<string>;
  readonly out: (octets: string) => Promise<void>;
  readonly complain: (octets: string) => void;
}

/** sysexits.h: try again later. */
const TEMPFAIL = 75;
const FAILED = 1;

/** @returns the exit status */
export async function handIn(given: HandIn): Promise<number> {
  const { macros = {} } = given.flags;
  const read = readConfiguration(given.source, { macros });
  if (!read.ok) return refused(given, firstMistake(read.error) ?? '', macros);
  const folder = pathOf(read.value, 'submission_directory');
  if (folder === undefined) return failed(given, 'submission_directory is empty: nothing is taken here', FAILED);
  const left = await leave(given, folder, timeoutOf(given, read.value));
  if (left.ok) {
    const woken = await wakeServer(folder, left.value);
    if (woken.ok) return converse(given, woken.value);
    if (mayTake(read.value)) return takeAlone(given, folder, left);
    withdraw(folder, left.value);
    return failed(given, woken.error.message, TEMPFAIL);
  }
  return mayTake(read.value) ? takeAlone(given, folder, left) : failed(given, left.error.message, TEMPFAIL);
}

/** What is wrong is told as Exim does, and in the panic log. */
async function refused(
  { source, complain }: HandIn,
  mistake: string,
  macros: Readonly<Record<string, string>>,
): Promise<number> {
  complain(`${dateAndTime(systemClock.now())} ${mistake}\n`);
  await notePanic(mistake, { source, macros }, systemClock);
  return FAILED;
}

function failed({ program, complain }: HandIn, message: string, status: number): number {
  complain(`${program}: ${message}\n`);
  return status;
}

/** `receive_timeout`, or what `-or` says in its place, in milliseconds; 0: for ever. Of a batch none counts. */
const timeoutOf = ({ flags }: HandIn, configuration: Configuration): number =>
  flags.kind === 'message' ? 1000 * (flags.receiveTimeout ?? Number(mainValue(configuration, 'receive_timeout'))) : 0;

/** Where the message does not come in time, that is what is left: it is the server who writes the log. */
async function leave(
  { flags, program, message, endInput }: HandIn,
  folder: string,
  timeoutMs: number,
): Promise<Result<string, SubmitFailure>> {
  const {
    ignoresDots: _dots,
    configFile: _file,
    receiveTimeout: _timeout,
    macros: _macros,
    words = [],
    ...wanted
  } = flags;
  const order: SubmissionOrder = { ...wanted, program, ...calledWith([program, ...words]) };
  if (flags.kind === 'smtp') return dropFile(folder, order, undefined);
  const { pieces, isLate } = withinTime(message(), timeoutMs);
  const dropped = await dropFile(folder, order, pieces);
  if (!isLate()) return dropped;
  endInput();
  if (dropped.ok) withdraw(folder, dropped.value);
  return dropFile(folder, { ...order, kind: 'late' }, undefined);
}

/** No line of the log holds more, and the order has the recipients already. */
const CALLED_OCTETS = 8192;

/** The message is taken all the same where nothing can be said of it. */
function calledWith(args: readonly string[]): Pick<SubmissionOrder, 'called'> {
  const directory = currentFolder();
  return directory === undefined || args.join(' ').length > CALLED_OCTETS ? {} : { called: { directory, args } };
}

async function converse(given: HandIn, line: Duplex): Promise<number> {
  return given.flags.kind === 'smtp' ? speak(given, line) : tell(given, await heard(line));
}

async function heard(line: Duplex): Promise<SubmissionAnswer | undefined> {
  let text = '';
  for await (const octets of line) text += (octets as Buffer).toString('utf8');
  return parseAnswer(text);
}

async function tell(given: HandIn, answer: SubmissionAnswer | undefined): Promise<number> {
  if (answer === undefined) return failed(given, 'the server ended without an answer', TEMPFAIL);
  if (answer.aside !== '') given.complain(answer.aside);
  if (answer.out !== '') await given.out(answer.out);
  return answer.status;
}

/**
 * What is said on both sides; status 1 where input ended before the conversation did (421) or the server would have no more of
 * it, and not where it ended it otherwise, as after `drop`. One that is not begun is answered as a message is.
 */
async function speak(given: HandIn, line: Duplex): Promise<number> {
  void say(given, line);
  let last = '';
  let answer = '';
  for await (const octets of line) {
    const text = (octets as Buffer).toString('latin1');
    if (answer !== '' || (last === '' && text.startsWith('{'))) {
      answer += text;
      continue;
    }
    await given.out(text);
    last = (last + text).slice(-LAST_REPLY);
  }
  if (answer !== '') return tell(given, parseAnswer(answer));
  return last === '' || GIVEN_UP.test(last) ? FAILED : 0;
}

/** Of too many commands that are none Exim ends as of QUIT, of others that are too many it does not. */
const GIVEN_UP = /(?:^|\n)(?:421 |\d{3} Too many (?:syntax or protocol errors|nonmail commands))[^\n]*\n$/;
const LAST_REPLY = 1000;

async function say({ spoken }: HandIn, line: Duplex): Promise<void> {
  for await (const piece of spoken()) line.write(Buffer.from(piece, 'latin1'));
  line.end();
}

/** Nobody else has to be asked for rights. */
function mayTake(configuration: Configuration): boolean {
  if (process.getuid?.() === 0) return true;
  const spool = pathOf(configuration, 'spool_directory');
  try {
    accessSync(spool ?? '', constants.W_OK | constants.X_OK);
    return spool !== undefined;
  } catch {
    return false;
  }
}

/** As a worker would, for this message alone, and with no more rights than one has. */
async function takeAlone(given: HandIn, folder: string, left: Result<string, SubmitFailure>): Promise<number> {
  const reading = await planStart({ source: given.source, macros: given.flags.macros ?? {}, takesOne: true });
  if (reading.kind !== 'ready') {
    const why = reading.kind === 'faulty' ? (reading.faults[0]?.message ?? '') : 'the configuration has mistakes';
    return failed(given, why, FAILED);
  }
  // Where nothing could be left there was no folder: there is one now.
  const name = left.ok ? left : await leave(given, folder, timeoutOf(given, reading.plan.configuration));
  if (!name.ok) return failed(given, name.error.message, TEMPFAIL);
  const { account, configuration } = reading.plan;
  if (account !== undefined) goOnAs(account);
  const { makeReception } = await import('../compose/reception.ts');
  const made = await makeReception({
    configuration,
    ticketSecret: randomBytes(TICKET_OCTETS),
    tell: given.complain,
    isAlone: true,
  });
  if (!made.ok) {
    withdraw(folder, name.value);
    return failed(given, made.error.join('; '), TEMPFAIL);
  }
  const [ours, theirs] = pair();
  theirs.write(`${name.value}\n`);
  const [status] = await Promise.all([converse(given, theirs), serveCaller(ours, made.value)]);
  await made.value.close();
  return status;
}

const TICKET_OCTETS = 32;

/** What is written to the one is read from the other. */
function pair(): readonly [Duplex, Duplex] {
  const end = (other: () => Duplex): Duplex =>
    new Duplex({
      allowHalfOpen: true,
      read: () => {},
      write: (octets, _, done) => {
        other().push(octets);
        done();
      },
      final: (done) => {
        other().push(null);
        done();
      },
    });
  const ours: Duplex = end(() => theirs);
  const theirs: Duplex = end(() => ours);
  return [ours, theirs];
}
