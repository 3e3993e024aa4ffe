import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../../src/base/index.ts';
import { findMechanism } from '../../../../src/core/smtp/client/auth/registry.ts';
import { saslPrep } from '../../../../src/core/smtp/client/auth/saslprep.ts';
import type { AuthPlan, Credentials } from '../../../../src/core/smtp/client/auth/types.ts';
import { type PeerScript, type Played, play } from '../../../support/smtp-peer.ts';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const CREDENTIALS: Credentials = { user: 'user', password: 'pencil', host: 'peer.test', port: 587 };

const authOf = (more: Partial<AuthPlan> = {}): AuthPlan => ({
  credentials: CREDENTIALS,
  optional: 'no',
  allowsClear: true,
  random: seededRandom(1),
  ...more,
});

function login(mechanism: string, replies: PeerScript['replies'], more: Partial<AuthPlan> = {}): Played {
  return play(
    { auth: authOf({ mechanisms: [mechanism], ...more }) },
    { offers: [`AUTH ${mechanism}`], replies: { ...replies } },
  );
}

/** Our nonce is what this makes of it. */
const nonceOf = (nonce: string): Random => ({ bytes: () => Buffer.from(nonce, 'base64'), below: () => 0 });

describe('mechanisms, as their standards show them', () => {
  it('PLAIN says it all with AUTH (RFC 4616 §4)', () => {
    const played = login('PLAIN', { AUTH: '235 2.7.0 welcome' });
    expect(played.commands[1]).toBe(`AUTH PLAIN ${base64('\0user\0pencil')}`);
    expect(played.outcome).toMatchObject({ kind: 'done' });
  });

  it('an initial response beyond a command line waits to be asked (RFC 4954 §4)', () => {
    const credentials = { ...CREDENTIALS, password: 'x'.repeat(600) };
    const said = base64(`\0user\0${credentials.password}`);
    const replies = { AUTH: '334 ', [said.slice(0, 40).toUpperCase()]: '235 ok' };
    expect(login('PLAIN', replies, { credentials }).commands.slice(1, 3)).toEqual(['AUTH PLAIN', said]);
  });

  it('LOGIN answers two questions, whatever they are', () => {
    const [user, password] = [base64('user'), base64('pencil')];
    const replies = { AUTH: '334 VXNlcm5hbWU6', [user.toUpperCase()]: '334 eA==', [password.toUpperCase()]: '235 ok' };
    const played = login('LOGIN', replies);
    expect(played.commands.slice(1, 4)).toEqual(['AUTH LOGIN', user, password]);
    expect(played.outcome).toMatchObject({ kind: 'done' });
  });

  it('CRAM-MD5 (RFC 2195 §2)', () => {
    const credentials = { ...CREDENTIALS, user: 'tim', password: 'tanstaaftanstaaf' };
    const exchange = findMechanism('CRAM-MD5')!.begin(credentials, seededRandom(1));
    const step = exchange.respond(Buffer.from('<1896.697170952@postoffice.reston.mci.net>'));
    const said = step.kind === 'respond' ? Buffer.from(step.octets).toString() : '';
    expect(said).toBe('tim b913a602c7eda7a495b4e6e7334d3890');
  });

  it.each([
    {
      name: 'SCRAM-SHA-1', // RFC 5802 §5
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      theirs: 'fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j',
      salt: 'QSXCR+Q6sek8bf92',
      proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      signature: 'rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    },
    {
      name: 'SCRAM-SHA-256', // RFC 7677 §3
      nonce: 'rOprNGfwEbeRWgbNEkqO',
      theirs: 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
      salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
      proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      signature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    },
  ])('$name', ({ name, nonce, theirs, salt, proof, signature }) => {
    const exchange = findMechanism(name)!.begin(CREDENTIALS, nonceOf(nonce));
    expect(Buffer.from(exchange.initial!).toString()).toBe(`n,,n=user,r=${nonce}`);
    const proving = exchange.respond(Buffer.from(`r=${theirs},s=${salt},i=4096`));
    if (proving.kind !== 'respond') throw new Error(proving.why);
    expect(Buffer.from(proving.octets).toString()).toBe(`c=biws,r=${theirs},p=${proof}`);
    expect(proving.next.unproven).toBeDefined();
    expect(proving.next.respond(Buffer.from('v=AAAA'))).toMatchObject({ kind: 'cancel' });
    const proven = proving.next.respond(Buffer.from(`v=${signature}`));
    if (proven.kind !== 'respond') throw new Error(proven.why);
    expect(proven.octets).toHaveLength(0);
    expect(proven.next.unproven).toBeUndefined();
  });

  it.each([
    ['a nonce that is not ours', 'r=other,s=QQ==,i=4096'],
    ['our nonce alone', 'r=NONCE,s=QQ==,i=4096'],
    ['few rounds', 'r=NONCEx,s=QQ==,i=1000'],
    ['rounds without end', 'r=NONCEx,s=QQ==,i=9999999'],
    ['an extension we would have to know', 'm=x,r=NONCEx,s=QQ==,i=4096'],
    ['nothing of the kind', 'hello'],
  ])('SCRAM breaks off at %s', (_, text) => {
    const exchange = findMechanism('SCRAM-SHA-256')!.begin(CREDENTIALS, seededRandom(4));
    const nonce = Buffer.from(exchange.initial!).toString().replace(/.*r=/, '');
    expect(exchange.respond(Buffer.from(text.replace('NONCE', nonce)))).toMatchObject({ kind: 'cancel' });
  });

  it('EXTERNAL says as whom, or nothing as "=" (RFC 4422 appendix A, RFC 4954 §4)', () => {
    expect(login('EXTERNAL', { AUTH: '235 ok' }).commands[1]).toBe(`AUTH EXTERNAL ${base64('user')}`);
    const credentials = { ...CREDENTIALS, user: '' };
    expect(login('EXTERNAL', { AUTH: '235 ok' }, { credentials }).commands[1]).toBe('AUTH EXTERNAL =');
  });

  it('XOAUTH2 and OAUTHBEARER send the token, and answer an error so that it can be told (RFC 7628 §3.2.3)', () => {
    const error = base64('{"status":"401"}');
    const x = login('XOAUTH2', { AUTH: `334 ${error}`, '': '535 5.7.8 no' });
    expect(x.commands.slice(1, 3)).toEqual([`AUTH XOAUTH2 ${base64('user=user\x01auth=Bearer pencil\x01\x01')}`, '']);
    const bearer = login('OAUTHBEARER', { AUTH: `334 ${error}`, 'AQ==': '535 5.7.8 no' });
    expect(bearer.commands.slice(1, 3)).toEqual([
      `AUTH OAUTHBEARER ${base64('n,a=user,\x01host=peer.test\x01port=587\x01auth=Bearer pencil\x01\x01')}`,
      'AQ==',
    ]);
    expect(bearer.outcome).toMatchObject({ kind: 'auth-failed', reply: { code: 535 } });
  });
});

/** RFC 5802 §3, the server's side; one that is not honest says 235 and proves nothing. */
function scramServer(password: string, isHonest: boolean): PeerScript['replies'] {
  const salt = Buffer.from('salt of the test');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const mac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const stored = createHash('sha256').update(mac(salted, 'Client Key')).digest();
  let bare = '';
  let serverFirst = '';
  return {
    AUTH: (line) => {
      bare = Buffer.from(line.split(' ')[2]!, 'base64').toString().slice(3);
      serverFirst = `${bare.replace(/.*r=/, 'r=')}server,s=${salt.toString('base64')},i=4096`;
      return `334 ${base64(serverFirst)}`;
    },
    Y: (line) => {
      const final = Buffer.from(line, 'base64').toString();
      const message = `${bare},${serverFirst},${final.replace(/,p=.*/, '')}`;
      const signature = mac(stored, message);
      const key = Buffer.from(
        Buffer.from(final.replace(/.*,p=/, ''), 'base64').map((octet, i) => octet ^ signature[i]!),
      );
      if (!isHonest) return '235 welcome';
      if (!createHash('sha256').update(key).digest().equals(stored)) return '535 5.7.8 wrong';
      return `334 ${base64(`v=${mac(mac(salted, 'Server Key'), message).toString('base64')}`)}`;
    },
    '': '235 2.7.0 welcome',
  };
}

describe('AUTH as a whole (RFC 4954)', () => {
  it('SCRAM with a server that knows the password, one that knows another, and one that only says so', () => {
    expect(login('SCRAM-SHA-256', scramServer('pencil', true)).outcome).toMatchObject({ kind: 'done' });
    const other = login('SCRAM-SHA-256', scramServer('other', true)).outcome;
    expect(other).toMatchObject({ kind: 'auth-failed', reply: { code: 535 } });
    const liar = login('SCRAM-SHA-256', scramServer('pencil', false)).outcome;
    expect(liar).toMatchObject({ kind: 'auth-failed', detail: expect.stringContaining('prove') });
  });

  it('what shows the password is never said in clear', () => {
    const auth = authOf({ allowsClear: false });
    const played = play({ auth }, { offers: ['AUTH PLAIN LOGIN'] });
    expect(played.commands).toEqual(['EHLO client.test', 'QUIT']);
    expect(played.outcome).toMatchObject({ kind: 'auth-failed', detail: expect.stringContaining('no TLS') });
    const secure = play({ auth, tls: 'required' }, { offers: ['STARTTLS', 'AUTH PLAIN'], replies: { AUTH: '235 ok' } });
    expect(secure.outcome).toMatchObject({ kind: 'done' });
  });

  it('of what is offered the best is taken; another where the server cannot, none where the password is wrong', () => {
    const auth = authOf();
    const offers = ['AUTH LOGIN PLAIN CRAM-MD5'];
    const replies = { 'AUTH CRAM': '504 5.5.4 not for you', 'AUTH PLAIN': '235 ok' };
    const weak = play({ auth }, { offers, replies });
    expect(weak.commands.slice(1, 3)).toEqual(['AUTH CRAM-MD5', `AUTH PLAIN ${base64('\0user\0pencil')}`]);
    const wrong = play({ auth }, { offers, replies: { AUTH: '535 5.7.8 wrong' } });
    expect(wrong.commands).toHaveLength(3);
  });

  it.each([
    ['not-offered', [], 'done'],
    ['no', [], 'auth-failed'],
    ['always', ['AUTH PLAIN'], 'done'],
    ['not-offered', ['AUTH PLAIN'], 'auth-failed'],
  ] as const)('optional %s, offers %j: %s', (optional, offers, kind) => {
    const played = play({ auth: authOf({ optional }) }, { offers, replies: { AUTH: '535 no' } });
    expect(played.outcome).toMatchObject({ kind });
  });

  it.each(['535 no', '500', '421'])('is not told by a server that repeats what it does not take: %s', (code) => {
    const [user, password] = [base64('user'), base64('pencil')];
    const plain = base64('\0user\0pencil');
    const said = login('PLAIN', { AUTH: `${code} "AUTH PLAIN ${plain}" is wrong` });
    expect(said.outcome).toMatchObject({
      reply: { lines: [expect.stringContaining('"AUTH PLAIN <hidden>" is wrong')] },
    });
    const replies = {
      AUTH: '334 eA==',
      [user.toUpperCase()]: '334 eA==',
      [password.toUpperCase()]: `${code} ${password}?`,
    };
    expect(JSON.stringify(login('LOGIN', replies).outcome)).not.toContain(password);
  });

  it('a challenge that is no base64 is answered by "*", and one too many ends it', () => {
    const odd = login('LOGIN', { AUTH: '334 ???', '*': '501 5.7.0 broken off' });
    expect(odd.commands.slice(1, 3)).toEqual(['AUTH LOGIN', '*']);
    expect(odd.outcome).toMatchObject({ kind: 'auth-failed', detail: expect.stringContaining('base64') });
    const stuck = login('LOGIN', { AUTH: '334 ???', '*': '334 again' });
    expect(stuck.outcome).toMatchObject({ kind: 'protocol-error', stage: 'auth' });
  });
});

describe('SASLprep (RFC 4013 §3)', () => {
  it.each([
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['a\u00a0b', 'a b'],
  ])('%j becomes %j', (text, prepared) => {
    expect(saslPrep(text, 'it')).toEqual({ ok: true, value: prepared });
  });

  it.each(['\u0007', '\u0627\u0031', 'a\u2028'])('%j is refused', (text) => {
    expect(saslPrep(text, 'it').ok).toBe(false);
  });
});
