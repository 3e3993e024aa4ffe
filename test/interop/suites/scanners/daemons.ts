/** clamd and spamd, with signatures and rules of our own. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const CLAMD_PORT = 3710;
export const SPAMD_PORT = 3783;
/** What the signature names. */
export const VIRUS = 'this-is-the-mxray-test-virus-and-harms-nobody';

/** @returns the path of its socket */
export async function startClamd(context: Context): Promise<string> {
  const place = join(context.folder, 'clamav');
  mkdirSync(join(place, 'signatures'), { recursive: true });
  chmodSync(place, 0o755);
  // By octets anywhere in a file (clamav signature format, "Extended signatures").
  const octets = Buffer.from(VIRUS).toString('hex');
  writeFileSync(join(place, 'signatures/own.ndb'), `Mxray.Test:0:*:${octets}\n`);
  const digest = createHash('md5').update(VIRUS).digest('hex');
  writeFileSync(join(place, 'signatures/own.hdb'), `${digest}:${VIRUS.length}:Mxray.Whole\n`);
  const socket = join(place, 'clamd.sock');
  const file = join(place, 'clamd.conf');
  writeFileSync(
    file,
    `DatabaseDirectory ${place}/signatures
LocalSocket ${socket}
LocalSocketMode 666
TCPSocket ${CLAMD_PORT}
TCPAddr 127.0.0.1
TemporaryDirectory ${place}
Foreground yes
User root
`,
  );
  const libraries = join(programs.clamd, '../../lib/x86_64-linux-gnu');
  await startDaemon(context, {
    command: '/usr/bin/env',
    args: [`LD_LIBRARY_PATH=${libraries}`, programs.clamd, '-c', file],
    logFile: join(place, 'output'),
    ready: async () => existsSync(socket) && (await answersTcp('127.0.0.1', CLAMD_PORT)),
  });
  return socket;
}

/** Local rules, and nothing looked up. */
export async function startSpamd(context: Context): Promise<void> {
  const place = join(context.folder, 'spamd');
  for (const part of ['rules', 'site', 'home']) mkdirSync(join(place, part), { recursive: true });
  writeFileSync(
    join(place, 'rules/10_own.cf'),
    `required_score 5
report _SUMMARY_
body MXRAY_BUY /buy everything now/
describe MXRAY_BUY wants everything bought
score MXRAY_BUY 7.5
body MXRAY_SELL /sell it again/
describe MXRAY_SELL wants it sold again
score MXRAY_SELL 6.5
`,
  );
  writeFileSync(join(place, 'site/init.pre'), 'loadplugin Mail::SpamAssassin::Plugin::Check\n');
  writeFileSync(join(place, 'site/local.cf'), 'util_rb_tld example\nuse_bayes 0\nskip_rbl_checks 1\n');
  const words = ['-L', '-x', '-m', '1', '-i', '127.0.0.1', '-p', String(SPAMD_PORT), '-u', 'nobody', '-s', 'stderr'];
  const places = [`--configpath=${place}/rules`, `--siteconfigpath=${place}/site`, `--helper-home-dir=${place}/home`];
  await startDaemon(context, {
    command: programs.spamd,
    args: [...words, ...places, `--pidfile=${place}/pid`],
    logFile: join(place, 'output'),
    ready: () => answersTcp('127.0.0.1', SPAMD_PORT),
  });
}
