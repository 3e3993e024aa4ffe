/** The examples of RFC 6376 Appendix A and RFC 8463 Appendix A hold. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KeyLookup } from '../../../src/core/dkim/index.ts';
import { verification } from '../../support/dkim.ts';

const KEYS: Readonly<Record<string, string>> = {
  'brisbane._domainkey.example.com':
    'v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5' +
    'ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB',
  'brisbane._domainkey.football.example.com': 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  'test._domainkey.football.example.com':
    'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzC' +
    'Nb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
};

const lookUp: KeyLookup = async (name) =>
  KEYS[name] === undefined
    ? { kind: 'missing', status: 'insecure', detail: name }
    : { kind: 'records', texts: [KEYS[name]], status: 'insecure' };

const vector = (name: string): string =>
  readFileSync(new URL(`../../vectors/dkim/${name}.eml`, import.meta.url), 'latin1');

async function told(message: string): Promise<readonly string[]> {
  const { verdicts } = await verification(message, { lookUp });
  return verdicts.map(({ signature, reason }) => `${signature?.algorithm} ${reason}`);
}

describe('the examples of the standards', () => {
  it('RFC 6376 Appendix A: RSA, simple and simple', async () => {
    expect(await told(vector('rfc6376'))).toEqual(['rsa-sha256 good']);
  });

  it('RFC 8463 Appendix A: Ed25519 and RSA, oversigned', async () => {
    expect(await told(vector('rfc8463'))).toEqual(['ed25519-sha256 good', 'rsa-sha256 good']);
  });

  it('and break when a From is added, a field altered or the body', async () => {
    const message = vector('rfc8463');
    expect(await told(message.replace('From: ', 'From: x@example.net\nFrom: '))).toEqual([
      'ed25519-sha256 signature-mismatch',
      'rsa-sha256 signature-mismatch',
    ]);
    expect(await told(message.replace('dinner', 'supper'))).toContain('rsa-sha256 signature-mismatch');
    expect(await told(message.replace('hungry', 'thirsty'))).toEqual([
      'ed25519-sha256 body-hash-mismatch',
      'rsa-sha256 body-hash-mismatch',
    ]);
  });
});
