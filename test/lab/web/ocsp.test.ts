import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createNonce,
  createOcspRequest,
  type OcspQuestion,
  ocspGetUrl,
  verifyOcsp,
} from '../../../src/core/ocsp/index.ts';
import { OCSP_MOODS } from '../../../src/lab/web/index.ts';
import { NOW, openSetting, type Setting } from './service.ts';

let lab: Setting;
beforeAll(async () => {
  lab = await openSetting();
});
afterAll(() => lab.close());

/** Mood → what a right verification says, with the warnings it has. */
const SAID: Readonly<Record<string, string>> = {
  good: 'good',
  revoked: 'revoked keyCompromise',
  superseded: 'revoked superseded',
  'on-hold': 'revoked certificateHold',
  'revoked-no-reason': 'revoked',
  unknown: 'unknown',
  'malformed-request': 'malformed-request',
  'internal-error': 'internal-error',
  'try-later': 'try-later',
  'sig-required': 'sig-required',
  unauthorized: 'unauthorized',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  'no-next-update': 'good, no-next-update',
  'wrong-issuer': 'certid-issuer-name',
  'wrong-serial': 'certid-serial',
  'bad-signature': 'bad-signature',
  'wrong-signer': 'signer-not-found',
  delegated: 'good',
  'delegated-no-usage': 'signer-usage',
  'delegated-by-stranger': 'signer-not-authorized',
  'signer-expired': 'signer-expired',
  'signer-expiring': 'good, signer-ends-first',
  'by-key': 'good',
  sha256: 'good',
  'nonce-ignored': 'good, nonce-not-echoed',
  'nonce-altered': 'nonce-mismatch',
};

type Sent = Pick<OcspQuestion, 'certificate' | 'issuer'>;

async function ask(
  path: string,
  sent: Sent,
  { digest = 'sha1' as 'sha1' | 'sha256', get = false } = {},
): Promise<string> {
  const nonce = createNonce();
  const request = await createOcspRequest({ ...sent, digest, ...(!get && { nonce }) });
  const url = get ? ocspGetUrl(path, request)! : path;
  const answered = get ? await lab.get(url) : await lab.post(url, request);
  if (typeof answered === 'string') return answered;
  expect(answered.headers['content-type']).toBe('application/ocsp-response');
  const verdict = verifyOcsp({ response: answered.body, ...sent, at: NOW, ...(!get && { nonce }) });
  const reason = verdict.status === 'revoked' && verdict.reason !== undefined ? ` ${verdict.reason}` : '';
  return [`${verdict.code}${reason}`, ...verdict.warnings.map(({ code }) => code)].join(', ');
}

describe('the responder', () => {
  it('has a line in the table for each mood', () => {
    expect(OCSP_MOODS.map(({ name }) => name)).toEqual(Object.keys(SAID));
  });

  it.each(Object.entries(SAID))(
    'in the mood %s: %s, by its URL and by the standing of the certificate',
    async (mood, said) => {
      const elsewhere = await lab.issue('good');
      expect(await ask(`/ocsp/${mood}`, elsewhere)).toBe(said);
      expect(await ask('/ocsp', await lab.issue(mood))).toBe(said);
    },
  );

  it('answers GET, and CertIDs in SHA-256', async () => {
    const sent = await lab.issue('good');
    expect(await ask('/ocsp', sent, { get: true })).toBe('good');
    expect(await ask('/ocsp/delegated', sent, { get: true })).toBe('good');
    expect(await ask('/ocsp', sent, { digest: 'sha256' })).toBe('good');
    expect(await ask('/ocsp', await lab.issue('unknown', { keyType: 'rsa', issuer: 'rsa-issuing' }))).toBe('unknown');
  });

  it('is not authorized for issuers it does not know, and takes nonsense for a malformed request', async () => {
    const other = await openSetting();
    expect(await ask('/ocsp', await other.issue('good'))).toBe('unauthorized');
    await other.close();
    const sent = await lab.issue('good');
    for (const answered of [
      await lab.post('/ocsp', Buffer.from('nonsense')),
      await lab.get('/ocsp/%zz'),
      await lab.get('/ocsp'),
    ]) {
      if (typeof answered === 'string') throw new Error(answered);
      expect(verifyOcsp({ response: answered.body, ...sent, at: NOW }).code).toBe('malformed-request');
    }
  });
});
