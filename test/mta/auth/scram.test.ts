import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../src/base/index.ts';
import { scramSha1, scramSha256 } from '../../../src/core/smtp/client/auth/scram.ts';
import type { ExchangeStep, MechanismDef } from '../../../src/core/smtp/client/auth/types.ts';
import { type AuthBench, authBench, converse, summary } from '../../support/mta/auth-dialogue.ts';

const option = (name: string, text: string): string => `  ${name} = ${text}\n`;
const server = (name: string, ...options: readonly string[]): string =>
  `x:\n  driver = gsasl\n  public_name = ${name}\n${options.join('')}  server_set_id = $auth1/$auth2/$auth3\n`;
const PASSWORD = option('server_password', '${if eq{$auth1}{ann,b=c}{pw}{${if eq{$auth1}{ann}{pencil}fail}}}');

const WRONG = '535 Incorrect authentication data';
/** Where no name was understood, as server_set_id has it here. */
const NOBODY = `${WRONG} | ${WRONG} (set_id=//)`;

/** Our own client against our own server. */
async function meet(bench: AuthBench, mechanism: MechanismDef, user: string, password: string, actAs?: string) {
  const credentials = { user, password, host: 'h', port: 25, ...(actAs !== undefined && { actAs }) };
  let exchange = mechanism.begin(credentials, systemRandom);
  const told = await converse(bench, mechanism.name, Buffer.from(exchange.initial!).toString('latin1'), say, say);
  function say(challenge: string): string {
    const step: ExchangeStep = exchange.respond(Buffer.from(challenge, 'latin1'));
    if (step.kind === 'cancel') return `*${step.why}`;
    exchange = { ...step.next };
    return Buffer.from(step.octets).toString('latin1');
  }
  return summary(told);
}

describe('SCRAM (RFC 5802, RFC 7677)', () => {
  it('lets in who knows the password, and proves that it knows it', async () => {
    for (const mechanism of [scramSha1, scramSha256]) {
      const bench = authBench(server(mechanism.name, PASSWORD));
      expect(await meet(bench, mechanism, 'ann', 'pencil')).toBe('235 Authentication succeeded id=ann//');
      expect(await meet(bench, mechanism, 'ann,b=c', 'pw', 'bob')).toBe('235 Authentication succeeded id=ann,b=c/bob/');
      expect(await meet(bench, mechanism, 'ann', 'pen')).toBe(`${WRONG} | ${WRONG} (set_id=ann//)`);
      expect(await meet(bench, mechanism, 'eve', 'pencil')).toBe(`${WRONG} | ${WRONG} (set_id=eve//)`);
    }
  });

  it('with a password beyond ASCII, prepared on both sides (RFC 4013)', async () => {
    const bench = authBench(server('SCRAM-SHA-256', option('server_password', 'p\xc3\xa4ss')));
    expect(await meet(bench, scramSha256, 'ann', 'pa\u0308ss')).toMatch(/^235/);
  });

  it('asks the condition before it proves anything', async () => {
    const bench = authBench(
      server('SCRAM-SHA-256', PASSWORD, option('server_condition', '${if eq{$auth1}{ann}{later}{no}}')),
    );
    expect(await meet(bench, scramSha256, 'ann', 'pencil')).toMatch(/^435 Unable to authenticate at present: later/);
    expect(await meet(bench, scramSha256, 'ann,b=c', 'pw')).toMatch(/^535/);
  });

  it('works with keys that were stored instead of a password', async () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    const salted = pbkdf2Sync('pencil', salt, 4096, 32, 'sha256');
    const mac = (data: string): Buffer => createHmac('sha256', salted).update(data).digest();
    const stored = createHash('sha256').update(mac('Client Key')).digest('base64');
    const keys = [
      option('server_scram_salt', salt.toString('base64')),
      option('server_skey', stored),
      option('server_key', mac('Server Key').toString('base64')),
    ];
    const bench = authBench(server('SCRAM-SHA-256', ...keys));
    expect(await meet(bench, scramSha256, 'ann', 'pencil')).toMatch(/^235/);
    expect(await meet(bench, scramSha256, 'ann', 'pen')).toMatch(/^535/);
    const unsalted = authBench(server('SCRAM-SHA-256', ...keys.slice(1)));
    expect(await meet(unsalted, scramSha256, 'ann', 'pencil')).toContain('server_scram_salt is not set');
  });

  it('does not take what is none of it', async () => {
    const bench = authBench(server('SCRAM-SHA-256', PASSWORD));
    const odd = [
      '',
      'n,,n=ann',
      'n,,n=,r=abc',
      'n,,n=a=b,r=abc',
      'x,,n=ann,r=abc',
      'n,,m=1,n=ann,r=abc',
      'p=tls-exporter,,n=ann,r=abc',
    ];
    for (const message of odd) expect(summary(await converse(bench, 'SCRAM-SHA-256', message))).toBe(NOBODY);
    for (const final of ['', 'c=biws,r=other,p=AAAA', 'p=AAAA', `c=biws,${',x'.repeat(4_000)}`])
      expect(summary(await converse(bench, 'SCRAM-SHA-256', 'n,,n=ann,r=abc', final))).toMatch(/^535/);
  });

  it('never continues somebody else’s nonce, and never the same twice', async () => {
    const bench = authBench(server('SCRAM-SHA-256', PASSWORD));
    const first = await converse(bench, 'SCRAM-SHA-256', 'n,,n=ann,r=abc');
    const second = await converse(bench, 'SCRAM-SHA-256', 'n,,n=ann,r=abc');
    expect(first.challenges[0]).toMatch(/^r=abc[A-Za-z0-9+/]{24},s=[A-Za-z0-9+/=]{24},i=4096$/);
    expect(first.challenges[0]).not.toBe(second.challenges[0]);
  });
});

const exporter = Buffer.alloc(32, 7);
const tls = { cipher: 'TLS1.3:TLS_AES_128_GCM_SHA256:128', verified: false, exporter };

describe('SCRAM bound to TLS (RFC 9266, RFC 5929)', () => {
  /** A client that binds itself to what it believes the channel to be. */
  async function bound(channel: Buffer, gs2 = 'p=tls-exporter,,', mechanism = 'SCRAM-SHA-256-PLUS') {
    const bench = authBench(server(mechanism, PASSWORD), { tls });
    const bare = 'n=ann,r=abc';
    const final = (challenge: string): string => {
      const [, nonce, salt, rounds] = /^r=(.*),s=(.*),i=(\d+)$/.exec(challenge)!;
      const salted = pbkdf2Sync('pencil', Buffer.from(salt!, 'base64'), Number(rounds), 32, 'sha256');
      const mac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
      const clientKey = mac(salted, 'Client Key');
      const without = `c=${Buffer.concat([Buffer.from(gs2), channel]).toString('base64')},r=${nonce}`;
      const signature = mac(createHash('sha256').update(clientKey).digest(), `${bare},${challenge},${without}`);
      return `${without},p=${Buffer.from(clientKey.map((octet, i) => octet ^ signature[i]!)).toString('base64')}`;
    };
    return summary(await converse(bench, mechanism, gs2 + bare, final, ''));
  }

  it('lets in over this connection, and over no other', async () => {
    expect(await bound(exporter)).toBe('235 Authentication succeeded id=ann//');
    expect(await bound(Buffer.alloc(32, 8))).toMatch(/^535/);
    expect(await bound(Buffer.alloc(0), 'n,,')).toBe(NOBODY);
    expect(await bound(exporter, 'p=tls-unique,,')).toBe(NOBODY);
  });

  it('sees a client that was told there is no binding (RFC 5802 §6)', async () => {
    const text = server('SCRAM-SHA-256', PASSWORD, option('server_channelbinding', 'true'));
    expect(summary(await converse(authBench(text, { tls }), 'SCRAM-SHA-256', 'y,,n=ann,r=abc'))).toBe(NOBODY);
    expect(summary(await converse(authBench(text), 'SCRAM-SHA-256', 'y,,n=ann,r=abc'))).toBe('challenge');
  });
});

describe('SCRAM-…-PLUS', () => {
  it('is offered where there is something to be bound to', async () => {
    const text = server('SCRAM-SHA-256-PLUS', PASSWORD);
    for (const [more, names] of [
      [{}, []],
      [{ tls }, ['SCRAM-SHA-256-PLUS']],
    ] as const) {
      const { authenticators, world } = authBench(text, more);
      expect(await authenticators.advertised(world)).toEqual(names);
    }
  });
});

describe('other mechanisms of gsasl', () => {
  it('give their strings in the library’s order', async () => {
    const yes = option('server_condition', '${if eq{$auth3}{pw}{yes}{no}}');
    const plain = authBench(server('PLAIN', yes));
    expect(summary(await converse(plain, 'PLAIN', 'other\0ann\0pw'))).toBe(
      '235 Authentication succeeded id=ann/other/pw',
    );
    expect(summary(await converse(plain, 'PLAIN', 'ann'))).toBe(NOBODY);
    const login = authBench(server('LOGIN', yes));
    expect(summary(await converse(login, 'LOGIN', undefined, 'ann', 'pw'))).toBe(
      '235 Authentication succeeded id=ann//pw',
    );
    const external = authBench(server('EXTERNAL', option('server_condition', 'yes')));
    expect(summary(await converse(external, 'EXTERNAL', undefined, 'me'))).toBe('235 Authentication succeeded id=me//');
  });

  it('without a condition, or unknown, are not offered', async () => {
    for (const text of [server('PLAIN'), server('GSSAPI', option('server_condition', 'yes')), server('SCRAM-SHA-1')]) {
      const { authenticators, world } = authBench(text);
      expect(await authenticators.advertised(world)).toEqual([]);
    }
  });
});
