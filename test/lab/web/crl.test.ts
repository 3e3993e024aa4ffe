import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crl, checkRevocation, readCrl } from '../../../src/core/pki/crl/index.ts';
import { CRL_MOODS } from '../../../src/lab/web/index.ts';
import { NOW, openSetting, read, type Setting } from './service.ts';

let lab: Setting;
beforeAll(async () => {
  lab = await openSetting();
});
afterAll(() => lab.close());

async function list(path: string): Promise<Crl> {
  const answered = await lab.get(path);
  if (typeof answered === 'string') throw new Error(answered);
  const crl = readCrl(answered.body);
  if (!crl.ok) throw new Error(crl.error.message);
  return crl.value;
}

/** Mood → what a right check says of a certificate in good standing that points there. */
const SAID: Readonly<Record<string, string>> = {
  good: 'good',
  revoked: 'revoked keyCompromise',
  'on-hold': 'revoked certificateHold',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  'no-next-update': 'no-next-update',
  base: 'good',
  delta: 'delta-without-base',
  'other-point': 'distribution-point',
  'authorities-only': 'scope',
  indirect: 'revoked keyCompromise',
  'bad-signature': 'bad-signature',
  'wrong-issuer': 'wrong-issuer',
  'critical-extension': 'unknown-critical',
  huge: 'good',
};

async function check(mood: string, standing: string, more: readonly string[] = []): Promise<string> {
  const { certificate, issuer } = await lab.issue(standing, { status: { crl: mood } });
  const path = mood === 'good' ? '/crl/issuing.crl' : `/crl/${mood}/issuing.crl`;
  const crls = await Promise.all([path, ...more].map(list));
  const crlIssuer = read((await lab.ca.authorities('crl-issuer')).certificate);
  const verdict = checkRevocation(certificate, issuer, crls, NOW, { certificates: [crlIssuer], isTrusted: () => true });
  return verdict.status === 'undetermined'
    ? verdict.code
    : verdict.status === 'revoked'
      ? `revoked ${verdict.reason}`
      : 'good';
}

describe('the lists', () => {
  it('have a line in the table for each mood', () => {
    expect(CRL_MOODS.map(({ name }) => name)).toEqual(Object.keys(SAID));
  });

  it.each(Object.entries(SAID))('in the mood %s: %s', async (mood, said) => {
    expect(await check(mood, 'good')).toBe(said);
  });

  it('name those that the responder calls revoked', async () => {
    expect(await check('good', 'revoked')).toBe('revoked keyCompromise');
    expect(await check('huge', 'superseded')).toBe('revoked keyCompromise');
    expect(await check('good', 'unknown')).toBe('good');
  });

  it('go on in a delta, which knows what the base does not', async () => {
    expect((await list('/crl/base/issuing.crl')).extensions.freshest[0]).toBeDefined();
    expect(await check('base', 'good', ['/crl/delta/issuing.crl'])).toBe('revoked keyCompromise');
  });
});
