/** Two domains for `mxray check`: one with nothing to mend, and one with everything. */
import { fail, pass } from '../expect.ts';
import { RSA_512, RSA_2048 } from '../public-keys.ts';
import { quoted } from '../quoted.ts';
import type { DomainRow } from '../types.ts';

const policy = (host: string): { readonly text: string } => ({
  text: `version: STSv1\nmode: enforce\nmx: ${host}\nmax_age: 1209600\n`,
});

const SUBJECTS = ['mx', 'dnssec', 'dane', 'mtasts', 'tls', 'certificates', 'dmarc', 'spf', 'dkim', 'tlsrpt', 'reverse'];

export const whole: readonly DomainRow[] = [
  {
    name: 'perfect.test',
    shows: 'nothing to mend, whatever one looks at (mxray check)',
    hosts: [
      { name: 'mx1', tlsa: ['3 1 1', '3 1 1 next'] },
      { name: 'mx2', tlsa: ['3 1 1', '3 1 1 next'] },
    ],
    policy: policy('*.perfect.test'),
    records: [
      '@ TXT "v=spf1 mx -all"',
      '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@perfect.test"',
      `s1._domainkey TXT ${quoted(`v=DKIM1; k=rsa; p=${RSA_2048}`)}`,
      '_mta-sts TXT "v=STSv1; id=20261125;"',
      '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@perfect.test"',
    ],
    expect: pass('dane'),
    whole: { verdict: 'pass', subjects: Object.fromEntries(SUBJECTS.map((name) => [name, 'pass' as const])) },
  },
  {
    name: 'wrecked.test',
    shows: 'something to mend, whatever one looks at (mxray check)',
    zone: { denial: 'nsec3', iterations: 20 },
    mx: ['mx1', 'alias', 'gone'],
    hosts: [
      { name: 'mx1', mood: 'tls10-only', expired: true, tlsa: ['3 1 1 old'], reverse: 'none' },
      { name: 'mx2', certificateNames: ['elsewhere.test'], issuer: 'self', reverse: 'elsewhere' },
    ],
    policy: policy('mx.of-old.wrecked.test'),
    records: [
      'alias CNAME mx2',
      '@ TXT "v=spf1 include:gone.wrecked.test ip4:192.0.2.300 +all"',
      '_dmarc TXT "v=DMARC1; p=refuse"',
      `s1._domainkey TXT "v=DKIM1; k=rsa; p=${RSA_512}"`,
      '_mta-sts TXT "v=STSv1; id=20261125;"',
      '_smtp._tls TXT "v=TLSRPTv1; rua=ftp://wrecked.test"',
    ],
    expect: fail(
      'dane',
      'dane.host.no-address',
      'dane.host.tls-failed',
      'dane.mx.partial',
      'dane.zone.nsec3-iterations',
    ),
    whole: {
      verdict: 'fail',
      subjects: {
        mx: 'fail',
        dnssec: 'warn',
        dane: 'fail',
        mtasts: 'fail',
        tls: 'fail',
        certificates: 'warn',
        dmarc: 'fail',
        spf: 'fail',
        dkim: 'fail',
        tlsrpt: 'fail',
        reverse: 'warn',
      },
    },
  },
];
