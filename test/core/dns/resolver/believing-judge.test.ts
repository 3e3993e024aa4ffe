/** `--trust ad`, `ad-any` and `none`: whose word is taken. */
import { describe, expect, it } from 'vitest';
import type { ResolverConfig } from '../../../../src/core/dns/index.ts';
import { isLoopback } from '../../../../src/core/dns/resolver/believing-judge.ts';
import { type Tamper, zone } from '../../../support/dns.ts';
import { answerOf, setting, verdictOf } from '../../../support/resolving.ts';
import { T } from '../../../support/zone-signer.ts';

const zones = [zone('example.org', { 'example.org': { MX: ['10 mx.example.org'] } })];
const sayingAd: Tamper = (reply) => ({ ...reply, flags: { ...reply.flags, ad: true } });

async function check(server: string, ad: boolean, config: Partial<ResolverConfig>, status: string, code: string) {
  const here = setting(zones, { server, ...(ad && { tamper: sayingAd }) }, config);
  expect(verdictOf(await answerOf(here, 'example.org', T.MX))).toEqual({ status, rcode: 0, code });
}

describe('trust ad', () => {
  it('believes AD from loopback (RFC 4035 §4.9.3)', () =>
    check('127.0.0.1:53', true, { trust: 'ad' }, 'secure', 'dnssec.believed'));
  it('takes a clear AD bit as insecure', () =>
    check('[::1]:53', false, { trust: 'ad' }, 'insecure', 'dnssec.ad-clear'));
  it('does not believe AD across the network', () =>
    check('192.0.2.53:53', true, { trust: 'ad' }, 'indeterminate', 'dnssec.ad-not-trusted'));
  it('believes a server marked trust-ad', () =>
    check('192.0.2.53:53', true, { trust: 'ad', believesServer: () => true }, 'secure', 'dnssec.believed'));
  it('believes anyone under ad-any', () =>
    check('192.0.2.53:53', true, { trust: 'ad-any' }, 'secure', 'dnssec.believed'));
});

describe('trust none', () => {
  it('decides nothing', () => check('127.0.0.1:53', true, { trust: 'none' }, 'indeterminate', 'dnssec.not-validated'));
});

describe('loopback', () => {
  it.each([
    ['127.0.0.1:53', true],
    ['127.8.9.1:5353', true],
    ['[::1]:53', true],
    ['tls://127.0.0.1:853', true],
    ['192.0.2.1:53', false],
    ['127.0.0.1.example.org:53', false],
    ['https://localhost.example/dns-query', false],
    ['[::2]:53', false],
  ])('%s: %s', (server, expected) => expect(isLoopback(server)).toBe(expected));
});
