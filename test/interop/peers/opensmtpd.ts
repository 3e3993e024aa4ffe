/**
 * OpenSMTPD as a next hop. Its folders are built in: each is covered by one of ours, in the mount table that is ours alone.
 *
 * Debian's 6.8 was made for another OpenSSL: with version 3 it has no private key, and no handshake ends well.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun } from '../framework/command.ts';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface OpensmtpdOptions {
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  /** Of its configuration: what is before it listens, behind the place in that line, and what it does with mail. */
  readonly pki?: string;
  readonly listens?: string;
  readonly actions: string;
}

export async function startOpensmtpd(context: Context, options: OpensmtpdOptions): Promise<void> {
  const { folder, address, port, pki = '', listens = 'hostname opensmtpd.invalid', actions } = options;
  for (const name of ['spool', 'empty', 'mail']) mkdirSync(join(folder, name), { recursive: true });
  chmodSync(join(folder, 'mail'), 0o777);
  chmodSync(join(folder, 'spool'), 0o711);
  for (const [ours, theirs] of [
    [join(folder, 'spool'), '/var/spool/smtpd'],
    [join(folder, 'empty'), '/var/lib/opensmtpd/empty'],
    [dirname(programs.opensmtpdDeliver), '/usr/libexec/opensmtpd'], // without it every delivery fails
  ] as const) {
    mkdirSync(theirs, { recursive: true });
    await mustRun(programs.mount, ['--bind', ours, theirs]);
    context.atEnd(async () => void (await mustRun(programs.umount, ['-l', theirs])));
  }
  const file = join(folder, 'smtpd.conf');
  writeFileSync(file, `${pki}listen on ${address} port ${port} ${listens}\n${actions}`);
  await startDaemon(context, {
    command: programs.opensmtpd,
    args: ['-d', '-f', file],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(address, port, /^220 /),
  });
}
