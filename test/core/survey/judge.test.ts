import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/base/index.ts';
import type { AddressSurvey, CertificateReport } from '../../../src/core/survey/index.ts';
import { judgeAddress } from '../../../src/core/survey/judge.ts';

const certificate: CertificateReport = {
  keyType: 'rsa',
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  keyBits: 2048,
  chain: [
    {
      subject: 'CN=mx.test',
      issuer: 'CN=ca',
      serial: '1',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      fingerprint: '00',
    },
  ],
  named: true,
  trusted: true,
  mustStaple: false,
  staple: { status: 'none' },
};

/** A server with nothing to say of it. */
const good: AddressSurvey = {
  ip: '192.0.2.1',
  reached: 'tls',
  versions: [
    { version: 'TLSv1.3', offered: 'yes' },
    { version: 'TLSv1.2', offered: 'yes' },
    { version: 'TLSv1.1', offered: 'no' },
  ],
  suites: [
    { version: 'TLSv1.3', suites: ['TLS_AES_256_GCM_SHA384'], order: 'server', complete: true },
    { version: 'TLSv1.2', suites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'], order: 'server', complete: true },
  ],
  groups: [{ version: 'TLSv1.3', groups: ['X25519MLKEM768', 'x25519'], complete: true }],
  signatures: [{ version: 'TLSv1.3', schemes: ['rsa_pss_rsae_sha256'], complete: true }],
  certificates: [certificate],
  features: {},
  resumption: [{ version: 'TLSv1.3', by: 'ticket', resumed: 'yes' }],
  tolerance: [],
  connections: 1,
};

function judge(changes: Partial<AddressSurvey>, port = 25): Readonly<Record<string, Severity>> {
  const at = new Date('2026-06-01T00:00:00Z');
  const protocol = port === 993 ? 'none' : 'smtp';
  const findings = judgeAddress({ survey: { ...good, ...changes }, protocol, scope: { host: 'mx.test', port }, at });
  return Object.fromEntries(findings.map(({ id, severity }) => [id, severity]));
}

const suites = (...names: string[]): Pick<AddressSurvey, 'suites'> => ({
  suites: [{ version: 'TLSv1.2', suites: names, order: 'server', complete: true }],
});

it('has nothing to complain of where all is in order; no staple is no fault', () => {
  expect(judge({})).toEqual({ 'tls.versions': 'ok', 'tls.group.post-quantum': 'ok', 'tls.certificate': 'ok' });
});

/** Begun a week before the survey. */
const proofUntil = (validUntil: string) => ({
  status: 'good' as const,
  thisUpdate: '2026-05-25T00:00:00Z',
  validUntil,
});

describe('judging by what mail needs', () => {
  const anonymous = suites('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDH_anon_WITH_AES_256_CBC_SHA');
  const old = [
    { version: 'TLSv1.0', offered: 'yes' },
    { version: 'TLSv1.2', offered: 'no' },
    { version: 'TLSv1.3', offered: 'no' },
  ] as const;
  const list = (complete: boolean) => ({
    suites: [{ version: 'TLSv1.2' as const, suites: [], order: 'unknown' as const, complete }],
  });
  it.each<[string, Partial<AddressSurvey>, number, string, Severity | undefined]>([
    ['nobody authenticated, between servers', anonymous, 25, 'tls.suite.anonymous', 'info'],
    ['nobody authenticated, at submission', anonymous, 587, 'tls.suite.anonymous', 'error'],
    ['nobody authenticated, for IMAP', anonymous, 993, 'tls.suite.anonymous', 'error'],
    ['no encryption', suites('TLS_RSA_WITH_NULL_SHA'), 25, 'tls.suite.null', 'error'],
    ['export', suites('TLS_RSA_EXPORT_WITH_RC4_40_MD5'), 25, 'tls.suite.export', 'error'],
    ['RC4', suites('TLS_RSA_WITH_RC4_128_SHA'), 25, 'tls.suite.old', 'warn'],
    ['RSA alone', suites('TLS_RSA_WITH_AES_128_CBC_SHA'), 25, 'tls.suite.no-forward-secrecy', 'warn'],
    ['old versions alone (RFC 8996)', { versions: old }, 25, 'tls.version.none-current', 'error'],
    ['old versions too (RFC 8996)', { versions: [...good.versions, old[0]] }, 25, 'tls.version.old', 'warn'],
    ['SSL 2', { versions: [...good.versions, { version: 'SSLv2', offered: 'yes' }] }, 25, 'tls.version.sslv2', 'error'],
    ['a prime of 1,024 bits', { primeBits: 1024 }, 25, 'tls.dh.small', 'warn'],
    ['a prime of 512 bits', { primeBits: 512 }, 25, 'tls.dh.small', 'error'],
    ['heartbeats (RFC 6520)', { features: { heartbeat: 'yes' } }, 25, 'tls.heartbeat', 'info'],
    ['no mark', { features: { downgradeSentinel: 'no' } }, 25, 'tls.downgrade-sentinel.none', 'warn'],
    ['no TLS without a name', { withoutName: { shown: 'nothing' } }, 25, 'tls.sni.needed', 'warn'],
    ['the same without a name', { withoutName: { shown: 'same' } }, 25, 'tls.sni.needed', undefined],
    ['suites cut short', list(false), 25, 'tls.stopped', 'unknown'],
    ['suites seen to the end', list(true), 25, 'tls.stopped', undefined],
    ['a survey cut short', { stopped: '421' }, 25, 'tls.stopped', 'unknown'],
    ['a command slipped in', { injection: 'yes' }, 25, 'tls.starttls.injection', 'error'],
    ['a slow greeting', { greetingMs: 6000 }, 25, 'tls.greeting.slow', 'info'],
  ])('%s', (_what, changes, port, id, severity) => {
    expect(judge(changes, port)[id]).toBe(severity);
  });

  it.each<[string, Partial<CertificateReport>, string, Severity | undefined]>([
    ['a short key', { keyBits: 1024 }, 'tls.certificate.weak-key', 'warn'],
    ['must-staple and no staple (RFC 7633)', { mustStaple: true }, 'tls.staple.missing', 'error'],
    ['a proof of revocation', { staple: { status: 'revoked' } }, 'tls.staple.revoked', 'error'],
    ['a proof that proves nothing', { staple: { status: 'invalid', code: 'expired' } }, 'tls.staple.bad', 'error'],
    ['a good proof', { staple: { status: 'good' } }, 'tls.staple.good', 'ok'],
    ['a proof near its end', { staple: proofUntil('2026-06-01T10:00:00Z') }, 'tls.staple.ends-soon', 'warn'],
    ['a proof in its prime', { staple: proofUntil('2026-06-04T00:00:00Z') }, 'tls.staple.ends-soon', undefined],
    ['nobody trusted', { trusted: false, trustCode: 'unknown-issuer' }, 'tls.certificate.untrusted', 'warn'],
    ['another name', { named: false }, 'tls.certificate.name', 'warn'],
  ])('%s', (_what, changes, id, severity) => {
    expect(judge({ certificates: [{ ...certificate, ...changes }] })[id]).toBe(severity);
  });

  it('does not call a server broken that has groups which this Node has not', () => {
    const changes = { handshakeFailure: 'handshake_failure', certificates: [] };
    const groups = (...names: string[]) => ({
      groups: [{ version: 'TLSv1.3' as const, groups: names, complete: true }],
    });
    expect(judge({ ...changes, ...groups('X25519MLKEM768') })['tls.handshake-fails']).toBe('unknown');
    expect(judge({ ...changes, ...groups('X25519MLKEM768', 'x25519') })['tls.handshake-fails']).toBe('error');
  });
});
