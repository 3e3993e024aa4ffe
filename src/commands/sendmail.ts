import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { systemClock } from '../base/index.ts';
import { defaultConfiguration, handIn, stateFolder } from '../mta/daemon/index.ts';
import { toOctets } from '../mta/host/index.ts';
import { type PersonalityPorts, submitAs } from '../mta/personality/index.ts';
import type { SubmissionFlags } from '../mta/submission/index.ts';
import { endInput, inputPieces, writeAside, writeOctets } from '../ui/command/filter-input.ts';
import { TOOL_VERSION } from '../ui/command/index.ts';
import { upToDot, withCrlf } from '../ui/command/submitted-text.ts';

export default class Sendmail extends Command {
  static override summary = 'Called as sendmail is: hands a message on standard input to the server of this host.';
  static override description =
    'Recipients are arguments, or with -t stand in the header; -f sender, -F full name, -i and -oi (a lone dot is text), -bm, -bs ' +
    'and -bS (SMTP, batched SMTP on standard input), -oep (mistakes on standard error instead of by mail), -oM… (where it came from, ' +
    'for trusted callers), -G, -N, -v, -C configuration of the server, -bp (the queue). Other flags of sendmail are taken and change ' +
    'nothing. Who may write to the spool needs no server. Status 0: taken; 1: refused; 75: nobody takes it now.';
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
    process.exitCode = (await submitAs('sendmail', words, PORTS)) ?? (await otherMode(words));
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

const PORTS: PersonalityPorts = {
  clock: systemClock,
  env: process.env,
  version: TOOL_VERSION,
  hostname: hostname(),
  defaultFile: undefined,
  out: writeOctets,
  complain: writeAside,
  input: inputPieces,
  handIn: submit,
  openDeliverer: () => {
    throw new Error('nothing is delivered from here');
  },
  addressTests: () => {
    throw new Error('no address is tested here');
  },
  resolver: () => {
    throw new Error('no string is expanded here');
  },
};

/** The queue, as mailq shows it; what else sendmail can be asked is asked of `mxray exim`. */
async function otherMode(words: readonly string[]): Promise<number> {
  if (!words.some((word) => word.startsWith('-bp')))
    return complain(`${words.join(' ')} is no submission: ask mxray exim`, 1);
  const { runAsExim } = await import('../mta/personality/index.ts');
  return runAsExim(words, PORTS);
}

/** To the server whose configuration it is; without one, to the server without one. */
async function submit(program: 'exim' | 'sendmail', flags: SubmissionFlags): Promise<number> {
  const { configFile: file, ignoresDots, kind } = flags;
  if (file !== undefined && !existsSync(file)) return complain(`${file}: no such file or directory`, 1);
  const text = (): string => defaultConfiguration(stateFolder(process.env));
  return handIn({
    program,
    flags,
    source: file === undefined ? { text: text(), name: 'the default configuration' } : { file },
    message: () => (ignoresDots || kind === 'batch' ? inputPieces() : upToDot(inputPieces())),
    endInput,
    spoken: () => withCrlf(inputPieces()),
    out: writeOctets,
    complain: writeAside,
  });
}
