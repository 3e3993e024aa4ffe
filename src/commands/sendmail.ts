import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { systemClock } from '../base/index.ts';
import { readConfiguration } from '../mta/config/index.ts';
import { defaultConfiguration, pathOf, stateFolder } from '../mta/daemon/index.ts';
import { toOctets } from '../mta/host/index.ts';
import {
  dropFile,
  readSubmissionFlags,
  type SubmissionFlags,
  type SubmitFailure,
  wakeServer,
} from '../mta/submission/index.ts';
import { inputPieces, writeAside, writeOctets } from '../ui/command/filter-input.ts';
import { TOOL_VERSION } from '../ui/command/index.ts';
import { upToDot, withCrlf } from '../ui/command/submitted-text.ts';

/** sysexits.h: try again later. */
const TEMPFAIL = 75;
const FAILED = 1;

export default class Sendmail extends Command {
  static override summary = 'Called as sendmail is: hands a message on standard input to the server of this host.';
  static override description =
    'Recipients are arguments, or with -t stand in the header; -f sender, -F full name, -i and -oi (a lone dot is text), -bm, -bs ' +
    'and -bS (SMTP, batched SMTP on standard input), -C configuration of the server, -bp (the queue). Other flags of sendmail are ' +
    'taken and change nothing. Status 0: taken; 1: refused, the reply is on standard error; 75: no server takes it now.';
  static override examples = [
    '<%= config.bin %> sendmail postmaster@example.org < message',
    '<%= config.bin %> sendmail -C /etc/mxray.conf -t -i < message',
  ];
  static override args = { flags: Args.string({ multiple: true, description: 'flags of sendmail, and recipients' }) };
  static override strict = false;
  static override enableJsonFlag = false;

  protected override async init(): Promise<void> {} // oclif's own prepares for plugins, of which there are none

  override async run(): Promise<void> {
    const words = this.argv.map(toOctets);
    const flags = readSubmissionFlags(words[0] === '--' ? words.slice(1) : words);
    if (flags === 'other') process.exitCode = await otherMode(words);
    else process.exitCode = flags.ok ? await submit(flags.value) : complain(flags.error.message, FAILED);
  }

  protected override async catch(error: Error & { readonly code?: string }): Promise<void> {
    if (error.code === 'EPIPE') return;
    process.exitCode = complain(`a bug in mxray: ${error.message}`, 70);
  }
}

function complain(message: string, status: number): number {
  writeAside(`mxray sendmail: ${message}\n`);
  return status;
}

/** The queue, as mailq shows it; what else sendmail can be asked is asked of `mxray exim`. */
async function otherMode(words: readonly string[]): Promise<number> {
  if (!words.some((word) => word.startsWith('-bp')))
    return complain(`${words.join(' ')} is no submission: ask mxray exim`, FAILED);
  const { runAsExim } = await import('../mta/personality/index.ts');
  return runAsExim(words, {
    clock: systemClock,
    env: process.env,
    version: TOOL_VERSION,
    hostname: hostname(),
    defaultFile: undefined,
    out: writeOctets,
    complain: writeAside,
    input: inputPieces,
    addressTests: () => {
      throw new Error('no address is tested here');
    },
  });
}

/** @returns the status */
async function submit(flags: SubmissionFlags): Promise<number> {
  const folder = dropFolder(flags.configFile);
  if (typeof folder !== 'string') return complain(folder.message, FAILED);
  const { mode, sender, fullName, recipients, fromHeader, ignoresDots } = flags;
  const order = {
    kind: mode,
    recipients,
    fromHeader,
    ...(sender !== undefined && { sender }),
    ...(fullName !== undefined && { fullName }),
  };
  const text = ignoresDots ? inputPieces() : upToDot(inputPieces());
  const dropped = await dropFile(folder, order, mode === 'message' ? text : undefined);
  if (!dropped.ok) return failure(dropped.error);
  const woken = await wakeServer(folder, dropped.value);
  if (!woken.ok) return failure(woken.error);
  return mode === 'message' ? answered(woken.value) : spoken(woken.value, mode);
}

const failure = ({ message, temporary }: SubmitFailure): number => complain(message, temporary ? TEMPFAIL : FAILED);

/** Of the server whose configuration it is; without one, of the server without one. */
function dropFolder(file: string | undefined): string | { readonly message: string } {
  if (file !== undefined && !existsSync(file)) return { message: `${file}: no such file or directory` };
  const text = defaultConfiguration(stateFolder(process.env));
  const read = readConfiguration(file === undefined ? { text, name: 'the default configuration' } : { file });
  if (!read.ok) return { message: `the configuration ${file ?? ''} has mistakes; mxray config check tells them` };
  return (
    pathOf(read.value, 'submission_directory') ?? {
      message: 'submission_directory is empty: nothing is taken from local users',
    }
  );
}

type Line = Extract<Awaited<ReturnType<typeof wakeServer>>, { ok: true }>['value'];

async function answered(socket: Line): Promise<number> {
  let reply = '';
  for await (const octets of socket) reply += (octets as Buffer).toString('latin1');
  if (reply.startsWith('2')) return 0;
  if (reply === '') return complain('the server ended without an answer', TEMPFAIL);
  return complain(reply.trimEnd(), reply.startsWith('4') ? TEMPFAIL : FAILED);
}

/** `-bs` shows what is said; of `-bS` the status tells: 0 all taken, 1 some, 2 none. */
async function spoken(socket: Line, mode: 'smtp' | 'batch'): Promise<number> {
  void say(socket);
  let [taken, refused] = [0, 0];
  let rest = '';
  for await (const octets of socket) {
    const text = (octets as Buffer).toString('latin1');
    if (mode === 'smtp') await writeOctets(text);
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    taken += lines.filter((line) => line.startsWith('250 OK id=')).length;
    refused += lines.filter((line) => /^[45]\d\d /.test(line)).length;
  }
  if (mode === 'smtp' || refused === 0) return 0;
  return taken > 0 ? 1 : 2;
}

async function say(socket: Line): Promise<void> {
  for await (const piece of withCrlf(inputPieces())) socket.write(Buffer.from(piece, 'latin1'));
  socket.end();
}
