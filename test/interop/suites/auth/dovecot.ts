/** The dovecot authenticator before a real Dovecot. */
import { equal } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalStream } from '../../../../src/core/net/index.ts';
import { authBench, converse, type Saying, summary } from '../../../support/mta/auth-dialogue.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export async function compareDovecot(context: Context): Promise<void> {
  const socket = await startDovecot(context);
  const names = ['PLAIN', 'LOGIN', 'CRAM-MD5'];
  const text = names.map(
    (name) =>
      `x${name.replace('-', '_')}:\n  driver = dovecot\n  public_name = ${name}\n  server_socket = ${socket}\n  server_set_id = $auth1\n`,
  );
  const bench = authBench(text.join(''), {
    connectLocal: openLocalStream,
    client: { address: '192.0.2.1', port: 4711 },
  });
  for (const [title, name, said, expected] of EXCHANGES)
    await context.test(`dovecot: ${title}`, async () => equal(summary(await converse(bench, name, ...said)), expected));
}

const OK = '235 Authentication succeeded id=alice';
const WRONG = '535 Incorrect authentication data | 535 Incorrect authentication data (set_id=alice)';

const cram =
  (password: string): Saying =>
  (challenge) =>
    `alice ${createHmac('md5', password).update(challenge, 'latin1').digest('hex')}`;

const EXCHANGES: readonly (readonly [
  title: string,
  mechanism: string,
  said: readonly (Saying | undefined)[],
  expected: string,
])[] = [
  ['PLAIN, right', 'PLAIN', ['\0alice\0pencil'], OK],
  ['PLAIN, asked for', 'PLAIN', [undefined, '\0alice\0pencil'], OK],
  ['PLAIN, wrong', 'PLAIN', ['\0alice\0pen'], WRONG],
  ['LOGIN, right', 'LOGIN', [undefined, 'alice', 'pencil'], OK],
  ['LOGIN, wrong', 'LOGIN', [undefined, 'alice', 'pen'], WRONG],
  ['CRAM-MD5, right', 'CRAM-MD5', [undefined, cram('pencil')], OK],
  ['CRAM-MD5, wrong', 'CRAM-MD5', [undefined, cram('pen')], WRONG],
];

async function startDovecot(context: Context): Promise<string> {
  const folder = join(context.folder, 'dovecot');
  for (const name of ['run', 'state']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'users'), 'alice:{PLAIN}pencil\n');
  chmodSync(join(folder, 'users'), 0o644);
  const file = join(folder, 'dovecot.conf');
  const socket = join(folder, 'auth-client');
  writeFileSync(file, configuration(folder, socket));
  const ready = (): Promise<boolean> => Promise.resolve(existsSync(socket));
  await startDaemon(context, {
    command: programs.dovecot,
    args: ['-F', '-c', file],
    logFile: join(folder, 'output'),
    ready,
  });
  return socket;
}

const configuration = (folder: string, socket: string): string => `protocols =
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5
auth_failure_delay = 0
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}
}
service auth {
  unix_listener ${socket} {
    mode = 0666
  }
}
`;
