/** Chains and what becomes of them (RFC 8617 §5.2). */
import { describe, expect, it } from 'vitest';
import { clockAt } from '../../../src/base/index.ts';
import { arcFindingsOn, arcMethodResult, arcReport, verifyArc } from '../../../src/core/arc/index.ts';
import type { KeyLookup } from '../../../src/core/dkim/index.ts';
import { anyKey, arcTold, arcVerdict, chainOf, sealed } from '../../support/arc.ts';
import { ED_RECORD, ed25519, NOW, octets, PLAIN, RSA_RECORD, signed } from '../../support/dkim.ts';

describe('a chain that holds', () => {
  it.each([1, 2, 3, 5, 50])('of %i sets', async (length) => {
    const verdict = await arcVerdict(chainOf(length));
    expect(verdict).toMatchObject({ result: 'pass', reason: 'good', oldestPass: 0, isTemporary: false });
    expect(verdict.sets.map(({ instance }) => instance)).toEqual(Array.from({ length }, (_, i) => i + 1));
  });

  const specs = [
    ['simple/simple', { canonicalization: 'simple/simple' }],
    ['relaxed/simple', { canonicalization: 'relaxed/simple' }],
    ['c= left out', { canonicalization: undefined }],
    ['v= passed over (RFC 8617 §4.1.2)', { messageTags: 'v=7;' }],
    ['own results and older signatures covered', { names: 'from:arc-authentication-results:arc-message-signature' }],
    ['unknown tags', { messageTags: 'z9=1;', sealTags: 'c=simple; x9=2;' }],
    ['results nobody can read (§3.4)', { results: 'so (' }],
  ] as const;
  it.each(specs)('%s', async (_, spec) => {
    expect(await arcTold(chainOf(2, spec))).toBe('pass good');
  });

  it('with Ed25519 (RFC 8463)', async () => {
    expect(await arcTold(chainOf(2, { key: ed25519.privateKey }), anyKey(ED_RECORD))).toBe('pass good');
  });

  it('over a signed message, in single octets, whatever stands on top', async () => {
    const message = `Received: x\r\nARC-Other: i=9\r\n${chainOf(3, {}, await signed())}`;
    const parts = [...octets(message)].map((octet) => Uint8Array.of(octet));
    const read = await verifyArc(parts, { lookUp: anyKey(RSA_RECORD), clock: clockAt(NOW) });
    expect(read).toMatchObject({ ok: true, value: { result: 'pass' } });
  });

  it('whose fields stand in any order', async () => {
    const [header = '', body = ''] = chainOf(3).split(/\r\n\r\n([\s\S]*)/);
    const fields = header.split(/\r\n(?![ \t])/).reverse();
    expect(await arcTold(`${fields.join('\r\n')}\r\n\r\n${body}`)).toBe('pass good');
  });

  it('asks for each key once', async () => {
    const asked: string[] = [];
    const lookUp: KeyLookup = async (name) => {
      asked.push(name);
      return { kind: 'records', texts: [RSA_RECORD], status: 'secure' };
    };
    expect(await arcTold(chainOf(5, { domain: 'relay.example' }), lookUp)).toBe('pass good');
    expect(asked).toEqual(['s1._domainkey.relay.example']);
  });
});

describe('oldest-pass (RFC 8617 §5.2 step 5)', () => {
  it('is the lowest instance whose message signature holds', async () => {
    const footer = (message: string): string => `${message}-- list\r\n`;
    const changed = sealed(sealed(footer(chainOf(2))));
    const verdict = await arcVerdict(changed);
    expect(verdict).toMatchObject({ result: 'pass', oldestPass: 3 });
    expect(verdict.sets.map(({ messageSignature }) => messageSignature.reason)).toEqual([
      'body-hash-mismatch',
      'body-hash-mismatch',
      'good',
      'good',
    ]);
    expect(arcMethodResult(verdict, '192.0.2.1')).toEqual({
      method: 'arc',
      result: 'pass',
      properties: [
        { type: 'smtp', name: 'remote-ip', value: '192.0.2.1' },
        { type: 'header', name: 'oldest-pass', value: '3' },
      ],
    });
  });
});

describe('work', () => {
  it('is bounded: the body is hashed in eight ways, the newest first', async () => {
    let chain = PLAIN;
    for (let i = 1; i <= 12; i += 1) chain = sealed(chain, { bodyLength: i });
    const verdict = await arcVerdict(chain);
    expect(verdict).toMatchObject({ result: 'pass', oldestPass: 5 });
    expect(verdict.sets[3]?.messageSignature.reason).toBe('too-many-signatures');
  });
});

describe('a chain that is lost', () => {
  const without = (name: string, instance: number) => (m: string) =>
    m.replace(new RegExp(`^${name}: i=${instance};.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'm'), '');
  const twice = (name: string, instance: number) => (m: string) =>
    m.replace(new RegExp(`^${name}: i=${instance};.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'm'), '$&$&');
  const within = (name: string, instance: number, from: RegExp | string, to: string) => (m: string) =>
    m.replace(new RegExp(`^${name}: i=${instance};.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'm'), (field) =>
      field.replace(from, to),
    );
  const [AAR, AMS, AS] = ['ARC-Authentication-Results', 'ARC-Message-Signature', 'ARC-Seal'];

  const rows: readonly (readonly [what: string, change: (message: string) => string, told: string])[] = [
    ['no seal in a set', without(AS, 2), 'fail incomplete'],
    ['no message signature in a set', without(AMS, 1), 'fail incomplete'],
    ['no results in a set', without(AAR, 3), 'fail incomplete'],
    ['a seal twice', twice(AS, 2), 'fail repeated'],
    ['a message signature twice', twice(AMS, 3), 'fail repeated'],
    ['results twice', twice(AAR, 1), 'fail repeated'],
    ['the first set gone', (m) => [AAR, AMS, AS].reduce((text, name) => without(name, 1)(text), m), 'fail gap'],
    ['the second set gone', (m) => [AAR, AMS, AS].reduce((text, name) => without(name, 2)(text), m), 'fail gap'],
    ['instance 0', within(AAR, 1, 'i=1', 'i=0'), 'fail instance'],
    ['instance 51', within(AS, 3, 'i=3', 'i=51'), 'fail instance'],
    ['instance of letters', within(AMS, 3, 'i=3', 'i=x'), 'fail instance'],
    ['no instance', within(AAR, 3, 'i=3; ', ''), 'fail instance'],
    ['instance in capitals', within(AAR, 3, 'i=3', 'I=3'), 'fail instance'],
    ['cv=fail in the last seal', within(AS, 3, 'cv=pass', 'cv=fail'), 'fail cv-fail'],
    ['cv=fail before', within(AS, 2, 'cv=pass', 'cv=fail'), 'fail cv'],
    ['cv=pass in the first', within(AS, 1, 'cv=none', 'cv=pass'), 'fail cv'],
    ['cv=none in the second', within(AS, 2, 'cv=pass', 'cv=none'), 'fail cv'],
    ['cv of no meaning', within(AS, 2, 'cv=pass', 'cv=maybe'), 'fail cv'],
    ['no cv', within(AS, 2, 'cv=pass; ', ''), 'fail cv'],
    ['h= in a seal (§4.1.3)', within(AS, 2, 'cv=pass', 'h=from; cv=pass'), 'fail seal'],
    ['a tag twice in a seal', within(AS, 2, 'cv=pass', 'cv=pass; cv=pass'), 'fail seal'],
    ['a seal without signature', within(AS, 1, /b=[^;]*$/, 'b=\r\n'), 'fail seal'],
    ['a seal by SHA-1', within(AS, 1, 'rsa-sha256', 'rsa-sha1'), 'fail seal'],
    ['tag names in capitals', within(AS, 1, 's=s1', 'S=s1'), 'fail seal'],
    ['results of the first set changed', within(AAR, 1, 'spf=pass', 'spf=fail'), 'fail seal'],
    ['results of the last set changed', within(AAR, 3, 'spf=pass', 'spf=fail'), 'fail seal'],
    ['an older message signature changed', within(AMS, 1, 'h=from:', 'h=from:cc:'), 'fail seal'],
    ['time of a seal', within(AS, 2, /t=\d+/, 't=1'), 'fail seal'],
    ['the message signature changed', within(AMS, 3, /t=\d+/, 't=1'), 'fail message-signature'],
    ['message signature expired', within(AMS, 3, 'h=', 'x=1; h='), 'fail message-signature'],
    ['message signature without From', within(AMS, 3, 'from:', ''), 'fail message-signature'],
    ['message signature over the seals', within(AMS, 3, 'h=from:', 'h=arc-seal:from:'), 'fail message-signature'],
    ['a signed field', (m) => m.replace('To: Suzie', 'To: Susie'), 'fail message-signature'],
    ['the body', (m) => m.replace('hungry', 'thirsty'), 'fail message-signature'],
    [
      '51 seals',
      (m) => twice(AS, 2)(m).replace(/^ARC-Seal: i=2/m, `${'ARC-Seal: i=2\r\n'.repeat(48)}$&`),
      'fail too-many-sets',
    ],
  ];
  const chain = chainOf(3);
  it.each(rows)('%s', async (_, change, told) => {
    expect(change(chain)).not.toBe(chain);
    expect(await arcTold(change(chain))).toBe(told);
  });

  it('by a sealer that says so, with only its own set covered (§5.1.2)', async () => {
    const verdict = await arcVerdict(sealed(chain.replace('hungry', 'thirsty'), { cv: 'fail' }));
    expect(verdict).toMatchObject({ result: 'fail', reason: 'cv-fail' });
    expect(arcMethodResult(verdict)).toMatchObject({ result: 'fail', reason: 'cv=fail' });
  });

  it('for want of a key: for good where there is none, for now where it cannot be had (§5.2.1)', async () => {
    const missing: KeyLookup = async () => ({ kind: 'missing', status: 'secure', detail: 'none' });
    const away: KeyLookup = async () => ({ kind: 'unavailable', detail: 'timeout' });
    expect(await arcVerdict(chain, missing)).toMatchObject({ result: 'fail', isTemporary: false });
    const lost = await arcVerdict(chain, away);
    expect(lost).toMatchObject({ result: 'fail', reason: 'message-signature', isTemporary: true });
    expect(arcFindingsOn(lost)[0]?.severity).toBe('unknown');
    const seals: KeyLookup = async (name) => (name.includes('relay1') ? away(name) : anyKey(RSA_RECORD)(name));
    expect(await arcVerdict(chain, seals)).toMatchObject({ reason: 'seal', isTemporary: true });
  });

  it('asks for no key where the fields make no chain', async () => {
    const never: KeyLookup = async (name) => {
      throw new Error(`asked for ${name}`);
    };
    expect(await arcTold(without('ARC-Seal', 2)(chain), never)).toBe('fail incomplete');
  });

  it('is shown with the signature to blame', async () => {
    const { sets } = arcReport(await arcVerdict(chain.replace('hungry', 'thirsty')));
    expect(sets[2]).toMatchObject({
      instance: 3,
      chainStatus: 'pass',
      authservId: 'mx.relay3.example',
      seal: { result: 'unchecked', reason: 'not-checked' },
      messageSignature: { result: 'fail', reason: 'body-hash-mismatch', domain: 'relay3.example', selector: 's1' },
    });
  });
});

describe('no chain', () => {
  it('says nothing', async () => {
    const verdict = await arcVerdict(PLAIN);
    expect(verdict).toMatchObject({ result: 'none', reason: 'no-chain', sets: [] });
    expect(arcFindingsOn(verdict)).toEqual([]);
    expect(arcMethodResult(verdict)).toEqual({ method: 'arc', result: 'none', properties: [] });
  });
});
