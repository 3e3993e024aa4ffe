import { describe, expect, it } from 'vitest';
import { md4 } from '../../../src/mta/auth/ntlm/md4.ts';
import { challengeMessage, readAuthenticate } from '../../../src/mta/auth/ntlm/messages.ts';
import { isRightResponse, proofV2, responseV1 } from '../../../src/mta/auth/ntlm/response.ts';
import { authBench, converse, type Saying, summary } from '../../support/mta/auth-dialogue.ts';
import { authenticate, negotiate, type Who } from '../../support/mta/ntlm-client.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('MD4 (RFC 1320 §A.5)', () => {
  const check = (text: string, digest: string): void => expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);

  it('of the texts of the standard', () => {
    check('', '31d6cfe0d16ae931b73c59d7e0c089c0');
    check('a', 'bde52cb31de33e46245e05fbdbd6fb24');
    check('abc', 'a448017aaf21d8525fc10ae87aa6729d');
    check('message digest', 'd9130a8164549fe818874806e1c7014b');
    check('abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9');
    check('1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536');
  });
});

describe('responses ([MS-NLMP] §4.2)', () => {
  const challenge = hex('0123456789abcdef');

  it('of version 1', () => {
    const right = '67c43011f30298a2ad35ece64f16331c44bdbed927841f94';
    expect(responseV1(challenge, 'Password').toString('hex')).toBe(right);
    const claim = { user: 'User', domain: 'Domain', ntResponse: hex(right) };
    expect(isRightResponse(claim, challenge, 'Password')).toBe(true);
    expect(isRightResponse(claim, challenge, 'password')).toBe(false);
    expect(isRightResponse({ ...claim, ntResponse: hex('00') }, challenge, 'Password')).toBe(false);
  });

  it('of version 2', () => {
    const blob = hex(
      '0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000' +
        '02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000',
    );
    const proof = proofV2({ user: 'User', domain: 'Domain' }, challenge, 'Password', blob);
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    const claim = { user: 'User', domain: 'Domain', ntResponse: Buffer.concat([proof, blob]) };
    expect(isRightResponse(claim, challenge, 'Password')).toBe(true);
    expect(isRightResponse({ ...claim, user: 'other' }, challenge, 'Password')).toBe(false);
  });
});

describe('messages', () => {
  it('that are none, or point out of themselves, are refused', () => {
    const right = authenticate(challengeMessage(Buffer.alloc(8)), { user: 'u', password: 'p', version: 1 });
    expect(readAuthenticate(right)).toMatchObject({ user: 'u', domain: '' });
    for (let length = 0; length < right.length; length += 1)
      expect(() => readAuthenticate(right.subarray(0, length))).not.toThrow();
    expect(readAuthenticate(negotiate())).toBeUndefined();
  });
});

describe('the spa authenticator', () => {
  const bench = authBench(
    'ntlm:\n  driver = spa\n  public_name = NTLM\n  server_password = ${if eq{$auth1}{ann}{pw}fail}\n  server_set_id = $1\n',
  );
  const answer =
    (who: Who): Saying =>
    (challenge) =>
      authenticate(Buffer.from(challenge, 'latin1'), who).toString('latin1');
  const check = async (expected: string, who: Who): Promise<void> =>
    expect(summary(await converse(bench, 'NTLM', negotiate().toString('latin1'), answer(who)))).toBe(expected);

  it('lets in who knows the password, by both versions', async () => {
    for (const version of [1, 2] as const)
      await check('235 Authentication succeeded id=ann', { user: 'ann', domain: 'D', password: 'pw', version });
  });

  it('and nobody else', async () => {
    const wrong = '535 Incorrect authentication data';
    await check(`${wrong} | ${wrong} (set_id=ann)`, { user: 'ann', password: 'no', version: 2 });
    await check(`${wrong} | ${wrong} (set_id=bob)`, { user: 'bob', password: 'pw', version: 1 });
    expect(summary(await converse(bench, 'NTLM', ''))).toBe(wrong);
    expect(summary(await converse(bench, 'NTLM', 'nonsense', 'nonsense'))).toBe(wrong);
    for (const how of ['cancelled', 'bad-base64'] as const)
      expect(bench.authenticators.broken('ntlm', how)).toMatchObject({ kind: 'fail', log: wrong });
    expect(summary(await converse(bench, 'NTLM', negotiate().toString('latin1'), ''))).toBe(wrong);
  });

  it('says the same to everybody, but for eight octets, as Exim does', () => {
    const hello =
      '4e544c4d53535000 02000000 0000000000280000 01820000 0102030405060708 00000000000000000000000000000000';
    expect(challengeMessage(hex('0102030405060708'))).toEqual(hex(hello));
  });

  it('begins itself where nothing came with AUTH', async () => {
    // Text, which is said in clear.
    expect(await bench.authenticators.begin('NTLM', bench.world, undefined)).toMatchObject({ says: 'NTLM supported' });
    const told = await converse(bench, 'NTLM', undefined, negotiate().toString('latin1'));
    expect(told.challenges[1]).toMatch(/^NTLMSSP\0\x02/);
  });
});
