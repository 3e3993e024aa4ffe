/** DKIM keys, right and wrong (RFC 6376 §3.6.1, RFC 8301, RFC 8463); to DANE they are domains like any other. */
import { pass } from '../expect.ts';
import { ED25519, RSA_512, RSA_1024, RSA_2048 } from '../public-keys.ts';
import { quoted } from '../quoted.ts';
import type { DkimExpectation, DomainRow } from '../types.ts';

const row = (
  label: string,
  shows: string,
  records: readonly string[],
  dkim: Readonly<Record<string, DkimExpectation>>,
): DomainRow => ({
  name: `dkim-${label}.test`,
  shows,
  hosts: [{ name: 'mx', tlsa: ['3 1 1'] }],
  records,
  expect: pass('dane'),
  dkim,
});

const at = (selector: string, text: string): string => `${selector}._domainkey TXT ${quoted(text)}`;
const rsa = (key: string, tags = ''): string => `v=DKIM1; k=rsa; ${tags}p=${key}`;
const usable = (...findings: string[]): DkimExpectation => ({ status: 'usable', findings: ['key-good', ...findings] });
const invalid = (...findings: string[]): DkimExpectation => ({ status: 'invalid', findings });

export const dkim: readonly DomainRow[] = [
  row(
    'good',
    'a key of RSA and one of Ed25519, side by side',
    [at('s1', rsa(RSA_2048)), at('s2', `v=DKIM1; k=ed25519; p=${ED25519}`)],
    { s1: usable(), s2: usable('ed25519'), gone: { status: 'missing', findings: ['key-missing'] } },
  ),
  row('revoked', 'a key that is taken back: p= is empty', [at('s1', 'v=DKIM1; p=')], {
    s1: { status: 'revoked', findings: ['key-revoked'] },
  }),
  row('testing', 'a domain that only tries DKIM: t=y', [at('s1', rsa(RSA_2048, 't=y; '))], { s1: usable('testing') }),
  row(
    'short',
    'keys that are too short: 1,024 bits are taken, 512 by nobody',
    [at('s1', rsa(RSA_1024)), at('s2', rsa(RSA_512))],
    { s1: usable('short-key'), s2: invalid('key-weak') },
  ),
  row(
    'syntax',
    'records that cannot be read: a tag twice, no tag at all, base64 that is none',
    [at('s1', `v=DKIM1; k=rsa; k=rsa; p=${RSA_2048}`), at('s2', 'key goes here'), at('s3', 'v=DKIM1; p=####')],
    { s1: invalid('key-syntax'), s2: invalid('key-syntax'), s3: invalid('key-syntax') },
  ),
  row('version', 'a version that does not exist', [at('s1', `v=DKIM2; p=${RSA_2048}`)], { s1: invalid('key-version') }),
  row(
    'two',
    'two records under one selector: which counts is anybody’s guess',
    [at('s1', rsa(RSA_2048)), at('s1', rsa(RSA_1024))],
    { s1: usable('key-good', 'short-key', 'several-records') },
  ),
  row('hash', 'a key for SHA-1 alone, which is over (RFC 8301)', [at('s1', rsa(RSA_2048, 'h=sha1; '))], {
    s1: invalid('key-hash'),
  }),
  row('service', 'a key that is not for mail', [at('s1', rsa(RSA_2048, 's=other; '))], { s1: invalid('key-service') }),
  row('type', 'a key of a type that nobody knows', [at('s1', `v=DKIM1; k=dsa; p=${RSA_2048}`)], {
    s1: invalid('key-type'),
  }),
  row(
    'alias',
    'a selector that is an alias of the provider’s',
    ['s1._domainkey CNAME key', `key TXT ${quoted(rsa(RSA_2048))}`],
    { s1: usable() },
  ),
];
