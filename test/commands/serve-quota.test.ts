/** `verify = recipient/quota` in a server: a mailbox that only its user may look at is looked at as that user. */
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type Serving, startServing } from '../support/mta/serve-process.ts';
import { sayAll } from '../support/smtp-dialogue.ts';

const CONFIGURATION = `
begin acl
all:
  require message = 550 5.2.2 No room for $local_part ($recipient_verify_failure)
          verify = recipient/quota=no_cache
  accept
begin routers
all:
  driver = accept
  domains = here.test
  local_parts = full : empty
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  file = FOLDER/private/\${lookup{$local_part}lsearch{FOLDER/names}}
  user = USER
  group = USER
  quota = 1K
`;

let serving: Serving | undefined;
afterEach(async () => {
  if (serving?.child.exitCode === null) await serving.stop('SIGKILL');
  serving = undefined;
});

/** `mail` on every system that we know; without root there is but one user. */
const isRoot = process.getuid?.() === 0;
const OWNER = isRoot ? 8 : (process.getuid?.() ?? 0);
const GROUP = isRoot ? 8 : (process.getgid?.() ?? 0);

describe('room in a private mailbox', () => {
  it('is looked for by its user', async () => {
    serving = await startServing(CONFIGURATION.replace('user = USER', `user = ${OWNER}`).replace('USER', `${GROUP}`));
    const { folder, ports } = serving;
    writeFileSync(`${folder}/names`, 'full: full\nempty: empty\n', { mode: 0o644 });
    mkdirSync(`${folder}/private`);
    writeFileSync(`${folder}/private/full`, 'x'.repeat(2000));
    writeFileSync(`${folder}/private/empty`, '');
    for (const name of ['/full', '/empty', '']) chownSync(`${folder}/private${name}`, OWNER, GROUP);
    chmodSync(`${folder}/private`, 0o700);
    const rcpt = ['full', 'empty', 'nobody'].map((name) => `RCPT TO:<${name}@here.test>\r\n`).join('');
    const heard = await sayAll(ports[0]!, `EHLO c.test\r\nMAIL FROM:<a@b.test> SIZE=1000\r\n${rcpt}QUIT\r\n`);
    expect(heard.split('\r\n').slice(-5, -2)).toEqual([
      '550 5.2.2 No room for full (quota)',
      '250 Accepted',
      '550 5.2.2 No room for nobody (route)',
    ]);
  });
});
