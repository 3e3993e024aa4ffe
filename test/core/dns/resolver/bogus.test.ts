/** Broken zones: each fault is bogus, and its reason names it. */
import { describe, expect, it } from 'vitest';
import type { Message, Name, ResourceRecord } from '../../../../src/core/dns/types.ts';
import {
  createWorld,
  type Tamper,
  type TestZone,
  type ZoneContent,
  type ZoneOptions,
  zone,
} from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import {
  dsRdata,
  makeKey,
  NOW,
  nsecRdata,
  type SignOptions,
  signRrset,
  T,
  wire,
} from '../../../support/zone-signer.ts';

const content: ZoneContent = {
  'example.org': { MX: ['10 mx.example.org'] },
  'mx.example.org': { A: ['192.0.2.1'] },
  'deep.sub.example.org': { A: ['192.0.2.3'] },
  '*.wild.example.org': { A: ['192.0.2.9'] },
  'real.wild.example.org': { A: ['192.0.2.10'] },
  'tree.example.org': { DNAME: ['wild.example.org'] },
  'zz.example.org': { A: ['192.0.2.4'] },
};
const day = 86_400;

async function check(made: TestZone, [name, type]: [Name, number], code: string, tamper?: Tamper): Promise<void> {
  const answer = await answerOf(setting([made], tamper && { tamper }), name, type);
  expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code });
}

const mx: [Name, number] = ['example.org', T.MX];
const onlyFor =
  (type: number, options: SignOptions | 'none') =>
  (_: Name, of: number): SignOptions | 'none' =>
    of === type ? options : {};
const signedSo = (type: number, options: SignOptions | 'none', more: ZoneOptions = {}): TestZone =>
  zone('example.org', content, { signing: onlyFor(type, options), ...more });

describe('a signature', () => {
  it('that has expired (RFC 4035 §5.3.1)', () =>
    check(signedSo(T.MX, { expiration: NOW - day }), mx, 'dnssec.signature-expired'));
  it('that is not valid yet', () =>
    check(signedSo(T.MX, { inception: NOW + day }), mx, 'dnssec.signature-not-yet-valid'));
  it('that is missing', () => check(signedSo(T.MX, 'none'), mx, 'dnssec.signature-missing'));
  it('by another zone (RFC 4035 §5.3.1)', () => check(signedSo(T.MX, { signer: 'org' }), mx, 'dnssec.key-missing'));
  it('by a name that is no zone', () =>
    check(
      zone('example.org', content, {
        signing: (name, type) => (name === 'mx.example.org' && type === T.A ? { signer: name } : {}),
      }),
      ['mx.example.org', T.A],
      'dnssec.not-a-zone',
    ));
  it('by a key that the zone does not have', () =>
    check(zone('example.org', content, { signWith: [makeKey()] }), mx, 'dnssec.dnskey-unsigned'));
  it('whose tag is of no key', () => check(signedSo(T.MX, { keyTag: 1 }), mx, 'dnssec.key-missing'));
  it('that counts more labels than the name has', () =>
    check(signedSo(T.MX, { labels: 9 }), mx, 'dnssec.signature-malformed'));
  it('that counts fewer labels than the zone has', () =>
    check(signedSo(T.MX, { labels: 1 }), mx, 'dnssec.signature-malformed'));
  it('over other records', () =>
    check(
      zone('example.org', content),
      mx,
      'dnssec.signature-invalid',
      changing(T.MX, (rdata) => rdata.with(1, 99)),
    ));
  it('with an original TTL that was changed', () =>
    check(
      zone('example.org', content),
      mx,
      'dnssec.signature-invalid',
      changingSignature(T.MX, (rdata) => rdata.with(7, 1)),
    ));
});

describe('keys', () => {
  const [key, other] = [makeKey(), makeKey()];
  it('that no DS record matches (RFC 4035 §5.2)', () =>
    check(zone('example.org', content, { ds: [dsRdata('example.org', other)] }), mx, 'dnssec.ds-mismatch'));
  it('with the right tag and the wrong digest', () =>
    check(zone('example.org', content, { keys: [key], ds: [dsRdata('example.com', key)] }), mx, 'dnssec.ds-mismatch'));
  it('that are revoked (RFC 5011 §2.1)', () =>
    check(zone('example.org', content, { keys: [makeKey(13, { flags: 257 | 0x80 })] }), mx, 'dnssec.ds-mismatch'));
  it('without the zone-key flag (RFC 4034 §2.1.1)', () =>
    check(zone('example.org', content, { keys: [makeKey(13, { flags: 1 })] }), mx, 'dnssec.ds-mismatch'));
  it('with another protocol than 3 (RFC 4034 §2.1.2)', () =>
    check(zone('example.org', content, { keys: [makeKey(13, { protocol: 4 })] }), mx, 'dnssec.ds-mismatch'));
  it('that are gone while the DS record stayed', () =>
    check(zone('example.org', content, { keys: [], ds: [dsRdata('example.org', key)] }), mx, 'dnssec.dnskey-missing'));
  it('whose set has expired', () =>
    check(signedSo(T.DNSKEY, { expiration: NOW - day }), mx, 'dnssec.signature-expired'));
});

describe('denial', () => {
  const gone: [Name, number] = ['nn.example.org', T.A];
  const nodata: [Name, number] = ['mx.example.org', T.TXT];
  const honest = zone('example.org', content);
  const nsec3 = zone('example.org', content, { denial: { kind: 'nsec3' } });

  it('without proof', () => check(honest, gone, 'dnssec.denial-missing', withoutAuthority([T.NSEC])));
  it('with proof of another name', () =>
    check(honest, gone, 'dnssec.denial-wrong', replacing(honest, ['zzz.example.org', T.A])));
  it('of a name that exists', () =>
    check(honest, ['mx.example.org', T.A], 'dnssec.denial-wrong', replacing(honest, ['mz.example.org', T.A])));
  it('of a type that exists (RFC 4035 §5.4)', () =>
    check(honest, ['mx.example.org', T.A], 'dnssec.denial-wrong', replacing(honest, nodata)));
  it('without the wildcard covered', () =>
    check(
      honest,
      gone,
      'dnssec.denial-wrong',
      onlyNsecAt((name) => name !== 'example.org'),
    ));
  it('that says NXDOMAIN and proves NODATA is NODATA: the response code is not signed', async () => {
    const tamper: Tamper = (reply) => ({ ...reply, rcode: 3 });
    const answer = await answerOf(setting([honest], { tamper }), 'sub.example.org', T.A);
    expect(verdictOf(answer)).toMatchObject({ status: 'secure', rcode: 0, code: 'dnssec.denied' });
  });
  it('by NSEC3 records of another name', () =>
    check(nsec3, ['mx.example.org', T.A], 'dnssec.denial-wrong', replacing(nsec3, ['qq.example.org', T.A])));
  it('by NSEC3 without the wildcard (RFC 5155 §8.4)', () => check(nsec3, gone, 'dnssec.denial-wrong', keepingNsec3(2)));
  it('by a signature that is not good', () =>
    check(signedSo(T.NSEC, { expiration: NOW - day }), gone, 'dnssec.signature-expired'));
});

describe('wildcards', () => {
  const honest = zone('example.org', content);
  it('without proof that the name does not exist (RFC 4035 §5.3.4)', () =>
    check(honest, ['a.wild.example.org', T.A], 'dnssec.wildcard-unproven', withoutAuthority([T.NSEC])));
  it('put in place of a name that exists', () =>
    check(honest, ['real.wild.example.org', T.A], 'dnssec.wildcard-unproven', (reply, question) =>
      question.name === 'real.wild.example.org'
        ? renamed(forged(honest, ['a.wild.example.org', T.A]), 'a.wild.example.org', question.name)
        : reply,
    ));
});

describe('what speaks for the wrong side', () => {
  const key = makeKey();
  const inOrg: ZoneContent = { 'a.org': { A: ['192.0.2.1'] } };
  const cut =
    (rdata: Uint8Array): Tamper =>
    (reply, question) => {
      if (question.type === T.DNSKEY || question.type === T.DS || !question.name.endsWith('child.org')) return reply;
      const nsec: ResourceRecord = { name: 'child.org', type: T.NSEC, class: 1, ttlSeconds: 900, rdata };
      return { ...reply, answers: [], rcode: 3, authorities: [nsec, signRrset('org', [nsec], key)] };
    };
  const zones = [zone('org', inOrg, { keys: [key] }), zone('child.org', { 'www.child.org': { A: ['192.0.2.1'] } })];

  it("is a delegation's NSEC denying names below it (RFC 6840 §4.1)", async () => {
    const tamper = cut(nsecRdata('org', [T.NS, T.RRSIG, T.NSEC]));
    expect(verdictOf(await answerOf(setting(zones, { tamper }), 'www.child.org', T.A))).toMatchObject({
      status: 'bogus',
    });
  });
  it("is a DNAME's NSEC denying names below it (RFC 6840 §4.1)", async () => {
    const tamper = cut(nsecRdata('org', [T.DNAME, T.RRSIG, T.NSEC]));
    expect(verdictOf(await answerOf(setting(zones, { tamper }), 'www.child.org', T.A))).toMatchObject({
      status: 'bogus',
    });
  });
  it("is the child's NSEC denying DS (RFC 6840 §4.4)", async () => {
    const child = zone('child.org', { 'www.child.org': { A: ['192.0.2.1'] } });
    const childNsec: ResourceRecord = {
      name: 'child.org',
      type: T.NSEC,
      class: 1,
      ttlSeconds: 900,
      rdata: nsecRdata('www.child.org', [T.NS, T.SOA, T.RRSIG, T.NSEC]),
    };
    const tamper: Tamper = (reply, question) =>
      question.name === 'child.org' && question.type === T.DS
        ? { ...reply, answers: [], authorities: [childNsec, signRrset('child.org', [childNsec], child.keys[0]!)] }
        : reply;
    const answer = await answerOf(
      setting([zone('org', inOrg, { keys: [key] }), child], { tamper }),
      'www.child.org',
      T.A,
    );
    expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code: 'dnssec.denial-wrong' });
  });
});

describe('aliases', () => {
  it('that differ from what the DNAME says (RFC 6672 §5.3.1)', async () => {
    const tamper: Tamper = (reply) => ({
      ...reply,
      answers: reply.answers.map((record) =>
        record.type === T.CNAME ? { ...record, rdata: wire('x.evil.example.org') } : record,
      ),
    });
    const answer = await answerOf(setting([zone('example.org', content)], { tamper }), 'x.tree.example.org', T.A);
    expect(answer.status).toBe('bogus');
    expect(answer.reasons.map(({ code }) => code)).toContain('dnssec.alias-wrong');
  });
});

/** Changes the RDATA of one type in answers. */
function changing(type: number, change: (rdata: Uint8Array) => Uint8Array): Tamper {
  return (reply) => ({
    ...reply,
    answers: reply.answers.map((record) =>
      record.type === type ? { ...record, rdata: change(Uint8Array.from(record.rdata)) } : record,
    ),
  });
}

function changingSignature(covered: number, change: (rdata: Uint8Array) => Uint8Array): Tamper {
  return changing(T.RRSIG, (rdata) => (((rdata[0]! << 8) | rdata[1]!) === covered ? change(rdata) : rdata));
}

function withoutAuthority(types: readonly number[]): Tamper {
  const covers = ({ type, rdata }: ResourceRecord): number => (type === T.RRSIG ? (rdata[0]! << 8) | rdata[1]! : type);
  return (reply, question) =>
    question.type === T.DS
      ? reply
      : { ...reply, authorities: reply.authorities.filter((record) => !types.includes(covers(record))) };
}

function onlyNsecAt(keep: (name: Name) => boolean): Tamper {
  return (reply) => ({
    ...reply,
    authorities: reply.authorities.filter(({ name, type }) => type !== T.NSEC || keep(name)),
  });
}

function keepingNsec3(count: number): Tamper {
  return (reply) => {
    const names = [...new Set(reply.authorities.filter(({ type }) => type === T.NSEC3).map(({ name }) => name))].slice(
      0,
      count,
    );
    return {
      ...reply,
      authorities: reply.authorities.filter(({ name, type }) => type !== T.NSEC3 || names.includes(name)),
    };
  };
}

/** The reply that another question would have got, signed by the same zone. */
function forged(made: TestZone, [name, type]: [Name, number]): Message {
  let reply: Message | undefined;
  const world = createWorld([zone('', {}), zone('org', {}), made], {
    tamper: (message) => {
      reply = message;
      return message;
    },
  });
  void world.exchange.ask({ name, type }, { dnssecOk: true, checkingDisabled: true });
  return reply!;
}

function replacing(made: TestZone, other: [Name, number]): Tamper {
  return (reply, question) =>
    [T.DS, T.DNSKEY].some((type) => type === question.type)
      ? reply
      : { ...forged(made, other), questions: reply.questions };
}

function renamed(reply: Message, from: Name, to: Name): Message {
  return {
    ...reply,
    answers: reply.answers.map((record) => (record.name === from ? { ...record, name: to } : record)),
  };
}
