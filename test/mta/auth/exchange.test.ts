/** Exchanges as Exim 4.96 answered them, with what it logged. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authBench, converse, type Saying, summary } from '../../support/mta/auth-dialogue.ts';

const bench = authBench(
  String.raw`
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{$auth3}{pw}{\${if eq{$auth2}{odd}{maybe\nlater}{yes}}}{\${if eq{$auth3}{ff}{\${if eq{1}{2}{x}fail}}{no}}}}
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
badset:
  driver = plaintext
  server_condition = true
  server_set_id = \${nosuch}
badcond:
  driver = plaintext
  server_condition = \${nosuch}
  server_set_id = x\ny
badprompt:
  driver = plaintext
  server_prompts = \${nosuch}
  server_condition = yes
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$1}{ann}{pw}fail}
  server_set_id = $1
crambad:
  driver = cram_md5
  server_secret = \${nosuch}
ext:
  driver = external
  public_name = EXTERNAL
  server_param2 = p2
  server_param3 = p3$auth2
  server_condition = FALSE
  server_set_id = 1<$1>2<$2>3<$3>
client:
  driver = plaintext
  public_name = CLIENTONLY
  client_send = x
hidden:
  driver = plaintext
  server_condition = yes
  server_advertise_condition = \${if eq{1}{2}{x}fail}
broken:
  driver = plaintext
  server_condition = yes
  server_advertise_condition = \${nosuch}
shown:
  driver = plaintext
  server_condition = yes
  server_advertise_condition = maybe
tlsa:
  driver = tls
  server_param = a
  server_param2 = b$auth1
  server_condition = yes
  server_set_id = $auth1-$auth2
`.replaceAll('\\$', '$'),
);

const check = async (expected: string, mechanism: string, ...said: readonly (Saying | undefined)[]): Promise<void> =>
  expect(summary(await converse(bench, mechanism, ...said))).toBe(expected);

const WRONG = '535 Incorrect authentication data';
const wrong = (id: string): string => `${WRONG} | ${WRONG} (set_id=${id})`;
const UNABLE = '435 Unable to authenticate at present';

describe('PLAIN and its like', () => {
  it('take strings with zero octets between them', async () => {
    await check('235 Authentication succeeded id=1<>2<ann>3<pw>4<>', 'PLAIN', '\0ann\0pw');
    await check('235 Authentication succeeded id=1<a>2<ann>3<pw>4<d>', 'plain', 'a\0ann\0pw\0d');
    await check(wrong('1<xx>2<>3<>4<>'), 'PLAIN', 'xx');
    await check(wrong('1<>2<>3<>4<>'), 'PLAIN', '');
    await check(wrong('1<>2<>3<>4<>'), 'PLAIN', '\0');
    await check(wrong('1<>2<ann>3<>4<>'), 'PLAIN', '\0ann\0');
    await check(wrong('1<>2<ann>3<ff>4<>'), 'PLAIN', '\0ann\0ff');
  });

  it('put off by any other text, which the client is told', async () => {
    await check(`${UNABLE}: maybe | ${UNABLE} (set_id=1<>2<odd>3<pw>4<>): maybe`, 'PLAIN', '\0odd\0pw');
  });

  it('ask for what has not come', async () => {
    await check(wrong('1<a>2<b>3<c>'), 'LOGIN', undefined, 'a', 'b', 'c');
    await check(wrong('1<>2<pw>3<z>'), 'LOGIN', undefined, '', 'pw', 'z');
    await check(wrong('1<>2<pw>3<z>'), 'LOGIN', '', 'pw\0z');
    await check(wrong('1<a>2<b>3<c>'), 'LOGIN', undefined, 'a\0b\0c\0d');
    const { challenges } = await converse(bench, 'LOGIN', undefined, 'ann', 'pw', 'z');
    expect(challenges).toEqual(['Username:', 'Password:', 'Third']);
    expect((await converse(bench, 'LOGIN', 'ann', 'pw\0z')).challenges).toEqual(['Password:']);
    expect((await converse(bench, 'PLAIN')).challenges).toEqual(['']);
  });

  it('without prompts take what there is', async () => {
    await check(wrong('1<x>2<>3<>'), 'one', 'x');
    await check(wrong('1<>2<>3<>'), 'ONE');
    await check('235 Authentication succeeded', 'good');
  });

  it('put off where something cannot be expanded', async () => {
    const unknown = 'unknown variable in "${nosuch}"';
    await check(UNABLE, 'badset'); // of which Exim logs nothing
    await check(`${UNABLE} | ${UNABLE} (set_id=x\\ny): ${unknown}`, 'badcond');
    await check(`${UNABLE} | ${UNABLE}: ${unknown}`, 'badprompt');
  });
});

describe('CRAM-MD5', () => {
  const digest = (user: string, password: string) => (challenge: string) =>
    `${user} ${createHmac('md5', password).update(challenge, 'latin1').digest('hex')}`;

  it('lets in who knows the password', async () => {
    await check('235 Authentication succeeded id=ann', 'CRAM-MD5', undefined, digest('ann', 'pw'));
    await check('235 Authentication succeeded id=ann', 'CRAM-MD5', undefined, (c) =>
      digest('ann', 'pw')(c).replace(/ .*/, (hex) => hex.toUpperCase()),
    );
  });

  it('and nobody else', async () => {
    await check(wrong('ann'), 'CRAM-MD5', undefined, digest('ann', 'wrong'));
    await check(wrong('bob'), 'CRAM-MD5', undefined, digest('bob', 'pw'));
    await check(wrong('ann'), 'CRAM-MD5', undefined, 'ann 0123');
    await check(wrong('ann'), 'CRAM-MD5', undefined, 'ann');
    await check(WRONG, 'CRAM-MD5', undefined, '');
    await check(`${UNABLE} | ${UNABLE}: unknown variable in "\${nosuch}"`, 'crambad', undefined, digest('ann', 'pw'));
  });

  it('is never given data with AUTH', async () => {
    await check('553 Initial data not expected', 'CRAM-MD5', 'x');
    await check('553 Initial data not expected', 'CRAM-MD5', '');
  });

  it('asks something else each time (RFC 2195 §2)', async () => {
    const one = await converse(bench, 'CRAM-MD5');
    const other = await converse(bench, 'CRAM-MD5');
    expect(one.challenges[0]).toMatch(/^<\d+\.\d+@mail\.example\.org>$/);
    expect(one.challenges[0]).not.toBe(other.challenges[0]);
  });
});

describe('EXTERNAL', () => {
  it('takes an identity, asked for or not, and has its parameters behind it', async () => {
    await check(wrong('1<me>2<p2>3<p3p2>'), 'EXTERNAL', 'me');
    await check(wrong('1<me>2<p2>3<p3p2>'), 'EXTERNAL', undefined, 'me');
    await check(wrong('1<>2<p2>3<p3p2>'), 'EXTERNAL', '');
    await check(wrong('1<>2<p2>3<p3p2>'), 'EXTERNAL', undefined, '');
    await check(wrong('1<a>2<p2>3<p3p2>'), 'EXTERNAL', 'a\0b\0c');
  });
});

describe('which there are', () => {
  it('is told by EHLO in capitals, where the condition holds', async () => {
    const complaints: string[] = [];
    const world = { ...bench.world, complain: (text: string) => complaints.push(text) };
    expect(await bench.authenticators.advertised(world)).toEqual([
      'PLAIN',
      'LOGIN',
      'ONE',
      'GOOD',
      'BADSET',
      'BADCOND',
      'BADPROMPT',
      'CRAM-MD5',
      'CRAMBAD',
      'EXTERNAL',
      'SHOWN',
    ]);
    expect(complaints).toEqual([
      'failed to expand condition "${nosuch}" for broken authenticator: unknown variable in "${nosuch}"',
    ]);
  });

  it('and what was not told of cannot be used, unless that is allowed', async () => {
    for (const name of ['tlsa', 'CLIENTONLY', 'hidden', 'broken', 'NOSUCH']) await check('no such mechanism', name);
    const step = await bench.authenticators.begin('hidden', bench.world, undefined, true);
    expect(step).toMatchObject({ kind: 'done', authenticator: 'hidden', publicName: 'hidden' });
  });

  it('tls works by itself', async () => {
    expect(await bench.authenticators.afterHandshake(bench.world)).toMatchObject({
      kind: 'done',
      authenticator: 'tlsa',
      id: 'a-ba',
    });
    expect(await authBench('p:\n  driver = plaintext\n').authenticators.afterHandshake(bench.world)).toBeUndefined();
  });
});

describe('what goes wrong on the way', () => {
  it('has words for the log by the instance’s name', () => {
    expect(bench.authenticators.broken('PLAIN', 'cancelled')).toMatchObject({
      authenticator: 'plain',
      reply: { code: 501, text: 'Authentication cancelled' },
      log: '501 Authentication cancelled',
    });
    expect(bench.authenticators.broken('login', 'bad-base64').log).toBe('501 Invalid base64 data');
  });

  it('never has a password in it', async () => {
    const told = await converse(bench, 'PLAIN', '\0ann\0s3cret');
    expect(JSON.stringify(told.last)).toContain('s3cret'); // by this configuration's own server_set_id
    const quiet = await converse(
      authBench('p:\n  driver = plaintext\n  server_condition = no\n'),
      'P',
      '\0ann\0s3cret',
    );
    expect(JSON.stringify(quiet)).not.toContain('s3cret');
  });

  it('server_mail_auth_condition is asked by the instance’s name', async () => {
    const { authenticators, world } = authBench(
      'a:\n  driver = plaintext\n  server_condition = yes\n  server_mail_auth_condition = no\nb:\n  driver = plaintext\n  server_condition = 1\n',
    );
    expect(await authenticators.mailAuth('a', world)).toBe(false);
    expect(await authenticators.mailAuth('b', world)).toBe(true);
  });
});
