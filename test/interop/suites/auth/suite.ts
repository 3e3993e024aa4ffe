/**
 * AUTH: the same exchanges with `exim -bh` and with us; Dovecot's real socket behind ours; the GNU SASL client against our SCRAM.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticate, negotiate, type Who } from '../../../support/mta/ntlm-client.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { compareDovecot } from './dovecot.ts';
import { type Answered, eximSession, type Line } from './exim.ts';
import { compareGsasl } from './gsasl.ts';
import { ourSession } from './ours.ts';
import { compareServed } from './served.ts';

export const suite: Suite = {
  name: 'auth',
  proves: 'AUTH is answered and logged as exim -bh does; Dovecot decides for us; GNU SASL proves itself to us',
  run,
};

async function run(context: Context): Promise<void> {
  const file = join(context.folder, 'auth.conf');
  writeFileSync(file, CONFIGURATION);
  chmodSync(file, 0o644);
  const exchanges = [...TABLE, ...randomExchanges(context.full ? 600 : 60)];
  const said = await concurrently(WIDTH, exchanges, async (lines) => [
    await eximSession(file, ['EHLO x', ...lines]),
    await ourSession(file, ['EHLO x', ...lines]),
  ]);
  for (const [index, lines] of exchanges.entries())
    await context.test(shown(lines), () => compare(said[index]![0]!, said[index]![1]!));
  for (const [title, lines, reply] of PROOFS)
    await context.test(title, async () => {
      for (const session of [eximSession, ourSession])
        equal((await session(file, ['EHLO x', ...lines])).replies[lines.length + 1]?.slice(0, 3), reply);
    });
  await compareDovecot(context);
  await compareGsasl(context);
  await compareServed(context);
}

const WIDTH = 4;

const shown = (lines: readonly Line[]): string => lines.map((line) => JSON.stringify(line)).join(' ');

/** The greeting and EHLO have other names in them; the end of input is a session's own matter. */
function compare(theirs: Answered, ours: Answered): void {
  const replies = (said: Answered) => said.replies.slice(2).filter((reply) => !reply.startsWith('421'));
  const logs = (said: Answered) => said.logs.filter((line) => line.includes('authenticator failed'));
  deepEqual(replies(ours), replies(theirs));
  deepEqual(logs(ours), logs(theirs));
}

const CONFIGURATION = String.raw`
primary_hostname = mail.example.org
keep_environment =
log_selector =
host_lookup =
tls_advertise_hosts =
smtp_accept_max_nonmail = 100
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ~{if eq{$auth3}{pw}{~{if eq{$auth2}{odd}{maybe}{yes}}}{~{if eq{$auth3}{ff}{~{if eq{1}{2}{x}fail}}{no}}}}
  server_set_id = 1<$auth1>2<$auth2>3<$auth3>4<$4>
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password: | Third
  server_condition = no
  server_set_id = 1<$1>2<$2>3<$3>
one:
  driver = plaintext
  server_condition = 0
  server_set_id = 1<$1>2<$2>3<$3>
good:
  driver = plaintext
  server_condition = TRUE
badcond:
  driver = plaintext
  server_condition = ~{nosuch}
  server_set_id = x\ny
badprompt:
  driver = plaintext
  server_prompts = ~{nosuch}
  server_condition = yes
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = ~{if eq{$1}{ann}{pw}fail}
  server_set_id = $1
ext:
  driver = external
  public_name = EXTERNAL
  server_param2 = p2
  server_param3 = p3
  server_condition = FALSE
  server_set_id = 1<$1>2<$2>3<$3>
ntlm:
  driver = spa
  public_name = NTLM
  server_password = ~{if eq{$1}{ann}{pw}fail}
hidden:
  driver = plaintext
  server_condition = yes
  server_advertise_condition = no
client:
  driver = plaintext
  public_name = CLIENTONLY
  client_send = x
`.replaceAll('~{', '${');

const b64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

const TABLE: readonly (readonly string[])[] = [
  [`AUTH PLAIN ${b64('\0ann\0pw')}`],
  [`AUTH PLAIN ${b64('a\0ann\0pw\0d')}`],
  [`AUTH PLAIN ${b64('\0odd\0pw')}`],
  [`AUTH PLAIN ${b64('\0ann\0ff')}`],
  [`AUTH PLAIN ${b64('\0ann\0no')}`, `AUTH PLAIN ${b64('\0ann\0pw')}`, `AUTH PLAIN ${b64('\0ann\0pw')}`],
  ['AUTH PLAIN', b64('\0ann\0pw')],
  ['AUTH PLAIN ='],
  ['AUTH PLAIN !!'],
  ['AUTH PLAIN', '*'],
  ['AUTH PLAIN', '!!'],
  ['AUTH PLAIN', '='],
  ['AUTH LOGIN', b64('ann'), b64('pw'), b64('z')],
  ['AUTH LOGIN', '', b64('pw'), b64('z')],
  [`AUTH login ${b64('ann')}`, '*'],
  [`AUTH LOGIN ${b64('ann')}`, b64('pw\0z')],
  ['AUTH LOGIN =', '!!'],
  ['AUTH one', `AUTH one ${b64('x')}`, 'AUTH good'],
  ['AUTH badcond'],
  ['AUTH badprompt'],
  [`AUTH CRAM-MD5 ${b64('x')}`],
  ['AUTH CRAM-MD5 ='],
  [`AUTH EXTERNAL ${b64('me')}`],
  ['AUTH EXTERNAL', b64('a\0b\0c')],
  ['AUTH EXTERNAL ='],
  ['AUTH hidden'],
  ['AUTH CLIENTONLY'],
  ['AUTH NOSUCH'],
  ['AUTH'],
  ['AUTH P%IN'],
  ['MAIL FROM:<a@b>', `AUTH PLAIN ${b64('\0ann\0pw')}`],
];

/** Strings with zero octets, in PLAIN and one after the other; the same ones every time. */
function randomExchanges(count: number): readonly (readonly string[])[] {
  let state = 4711;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const text = (): string =>
    Array.from({ length: below(7) }, () => ['\0', 'a', ' ', '\xe9', 'pw', '\n', '<', '\x7f'][below(8)]).join('');
  return Array.from({ length: count }, () =>
    below(2) === 0
      ? [`AUTH ${['PLAIN', 'one', 'EXTERNAL'][below(3)]} ${b64(text()) || '='}`]
      : ['AUTH LOGIN', b64(text()), b64(text()), b64(text())],
  );
}

const cram =
  (user: string, password: string): Line =>
  (challenge) =>
    b64(`${user} ${createHmac('md5', password).update(challenge).digest('hex')}`);

const ntlm =
  (who: Who): Line =>
  (challenge) =>
    authenticate(challenge, who).toString('base64');

const greetNtlm = `AUTH NTLM ${negotiate().toString('base64')}`;

/** What the client has to work out from a challenge. */
const PROOFS: readonly (readonly [title: string, lines: readonly Line[], reply: string])[] = [
  ['CRAM-MD5 by who knows the password', ['AUTH CRAM-MD5', cram('ann', 'pw')], '235'],
  ['CRAM-MD5 by who does not', ['AUTH CRAM-MD5', cram('ann', 'no')], '535'],
  ['CRAM-MD5 by nobody known', ['AUTH CRAM-MD5', cram('bob', 'pw')], '535'],
  ['NTLM by who knows the password', [greetNtlm, ntlm({ user: 'ann', password: 'pw', version: 1 })], '235'],
  ['NTLM by who does not', [greetNtlm, ntlm({ user: 'ann', password: 'no', version: 1 })], '535'],
  ['NTLM by nobody known', [greetNtlm, ntlm({ user: 'bob', password: 'pw', version: 1 })], '535'],
];
