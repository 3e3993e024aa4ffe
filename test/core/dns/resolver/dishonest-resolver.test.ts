/** Resolvers that strip, rewrite or fail: named, and never turned into "insecure". */
import { describe, expect, it } from 'vitest';
import type { DnsError, Message } from '../../../../src/core/dns/types.ts';
import { SERVER, type Tamper, type ZoneContent, zone } from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import { T } from '../../../support/zone-signer.ts';

const content: ZoneContent = { 'example.org': { MX: ['10 mx.example.org'] }, 'mx.example.org': { A: ['192.0.2.1'] } };
const signed = zone('example.org', content);
const unsigned = zone('example.org', content, { keys: [] });
const dnssecTypes: readonly number[] = [T.RRSIG, T.NSEC, T.NSEC3];

const without =
  (types: readonly number[]): Tamper =>
  (reply) => ({
    ...reply,
    answers: reply.answers.filter(({ type }) => !types.includes(type)),
    authorities: reply.authorities.filter(({ type }) => !types.includes(type)),
  });
const ancient: Tamper = (reply, question, options) => {
  const { edns: _, ...plain } = without([...dnssecTypes, T.DNSKEY, T.DS])(reply, question, options) as Message;
  return plain;
};
const flaky: Tamper = (reply, question, options) =>
  question.type === T.MX ? ancient(reply, question, options) : reply;

describe.each([
  ['signed', signed],
  ['unsigned', unsigned],
])('with a %s zone', (_, made) => {
  it.each([
    ['takes signatures off', without(dnssecTypes)],
    ['hides DNSKEY', without([T.DNSKEY])],
    ['is too old for EDNS', ancient],
  ])('a resolver that %s is named, and nothing is decided', async (_what, tamper) => {
    const answer = await answerOf(setting([made], { tamper }), 'example.org', T.MX);
    expect(verdictOf(answer)).toMatchObject({ status: 'indeterminate', code: 'dnssec.resolver-strips' });
    expect(answer.reasons.at(-1)?.text).toContain(SERVER);
  });
});

describe('a resolver that does not always do DNSSEC', () => {
  it('is named by the one answer that came without', async () => {
    const answer = await answerOf(setting([signed], { tamper: flaky }), 'example.org', T.MX);
    expect(verdictOf(answer)).toMatchObject({ status: 'indeterminate', code: 'dnssec.resolver-strips' });
    expect(answer.reasons.at(-1)?.text).toContain(SERVER);
  });
});

describe('a resolver that rewrites', () => {
  it('NXDOMAIN into an address is caught', async () => {
    const tamper: Tamper = (reply, { name, type }) =>
      reply.rcode === 3
        ? {
            ...reply,
            rcode: 0,
            authorities: [],
            answers: [{ name, type, class: 1, ttlSeconds: 5, rdata: Buffer.from([203, 0, 113, 9]) }],
          }
        : reply;
    const answer = await answerOf(setting([signed], { tamper }), 'no.example.org', T.A);
    expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code: 'dnssec.signature-missing' });
    expect(answer.reasons.at(-1)?.text).toContain(SERVER);
  });

  it('DS away, to make a zone look unsigned, is caught', async () => {
    const tamper: Tamper = (reply, question, options) =>
      question.type === T.DS && question.name === 'example.org'
        ? without([T.DS, ...dnssecTypes])(reply, question, options)
        : reply;
    const answer = await answerOf(setting([signed], { tamper }), 'example.org', T.MX);
    expect(verdictOf(answer)).toMatchObject({ status: 'bogus', code: 'dnssec.denial-missing' });
  });

  it('raised TTLs gains nothing (RFC 4035 §5.3.3)', async () => {
    const tamper: Tamper = (reply) => ({
      ...reply,
      answers: reply.answers.map((r) => ({ ...r, ttlSeconds: 999_999 })),
    });
    expect((await answerOf(setting([signed], { tamper }), 'example.org', T.MX)).ttlSeconds).toBe(3600);
  });

  it('the keys of the root does not match the anchor', async () => {
    const other = zone('', {});
    const foreign = setting([signed], {
      tamper: (reply, question) => (question.name === '' && question.type === T.DNSKEY ? keysOf(other, reply) : reply),
    });
    expect(verdictOf(await answerOf(foreign, 'example.org', T.MX))).toMatchObject({
      status: 'bogus',
      code: 'dnssec.anchor-mismatch',
    });
  });
});

describe('a resolver that fails', () => {
  const servfail: Tamper = (reply) => ({ ...reply, rcode: 2, answers: [], authorities: [] });
  it('with SERVFAIL stays an error: nothing is known', async () => {
    const { resolver } = setting([signed], { tamper: servfail });
    expect(await resolver.lookup('example.org', T.MX)).toMatchObject({
      ok: false,
      error: { code: 'dns/servfail', server: SERVER },
    });
  });
  it('by cutting its answers short is not taken at its word (RFC 2181 §9)', async () => {
    const cut: Tamper = (reply) => ({ ...reply, answers: [], authorities: [], flags: { ...reply.flags, tc: true } });
    const { resolver } = setting([signed], { tamper: cut });
    expect(await resolver.lookup('example.org', T.MX)).toMatchObject({ ok: false, error: { code: 'dns/garbage' } });
  });
  it('for one DNSKEY stays an error too', async () => {
    const tamper: Tamper = (reply, question, options) =>
      question.type === T.DNSKEY ? servfail(reply, question, options) : reply;
    const { resolver } = setting([signed], { tamper });
    expect(await resolver.lookup('example.org', T.MX)).toMatchObject({ ok: false, error: { code: 'dns/servfail' } });
  });
  it('by timeout hands the error on, and is asked again after a second (RFC 9520 §3.2)', async () => {
    let failures = 1;
    const timeout: DnsError = { code: 'dns/timeout', message: 'no answer', fault: 'network', temporary: true };
    const { resolver, clock } = setting([signed], { tamper: (reply) => (failures-- > 0 ? timeout : reply) });
    expect(await resolver.lookup('example.org', T.MX)).toEqual({ ok: false, error: timeout });
    clock.advance(1_001);
    expect(await resolver.lookup('example.org', T.MX)).toMatchObject({ ok: true, value: { status: 'secure' } });
  });
});

function keysOf(other: typeof signed, reply: Message): Message {
  const [record] = reply.answers;
  return {
    ...reply,
    answers: [{ ...record!, rdata: other.keys[0]!.rdata }, ...reply.answers.filter(({ type }) => type === T.RRSIG)],
  };
}
