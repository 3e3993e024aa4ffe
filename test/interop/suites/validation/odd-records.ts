/** Records whose signed form differs from how they are written or sent: case, escapes, names in RDATA, size, type. */
import type { SecurityStatus } from '../../../../src/core/dns/index.ts';

export const ODD_LINES: readonly string[] = [
  'UPPER A 192.0.2.1',
  'MiXeD MX 10 MAIL.ExAmPlE.',
  'srv SRV 0 5 25 Target.EXAMPLE.',
  'naptr NAPTR 10 20 "S" "SIP+D2U" "" _sip._udp.EXAMPLE.',
  'ptr PTR Where.EXAMPLE.',
  'soft\\.dot A 192.0.2.2',
  'sp\\032ace TXT "with a \\"quote\\" and \\\\ and \\255"',
  '\\000\\255 A 192.0.2.3',
  'unknown TYPE65280 \\# 4 01020304',
  'caa CAA 0 issue "ca.example"',
  'sshfp SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789',
  'hinfo HINFO "CPU" "OS"',
  'loc TYPE29 \\# 16 00 12 16 13 8B3FE8A8 8046AE20 009895B8',
  `many TXT ${'"'}${'x'.repeat(200)}${'"'}`,
  ...Array.from({ length: 40 }, (_, index) => `big TXT "${index} ${'y'.repeat(120)}"`),
  ...Array.from({ length: 60 }, (_, index) => `set A 198.51.100.${index + 1}`),
  'aaaa AAAA 2001:db8::1',
  'deep.er.and.deep.er.still.a.b.c.d.e.f A 192.0.2.7',
  '*.*.stars A 192.0.2.8',
];

type Asked = readonly [label: string, type: string, expect: SecurityStatus];

export const oddQuestions: readonly Asked[] = [
  ['upper', 'A', 'secure'],
  ['UPPER', 'A', 'secure'],
  ['mixed', 'MX', 'secure'],
  ['srv', 'SRV', 'secure'],
  ['naptr', 'NAPTR', 'secure'],
  ['soft\\.dot', 'A', 'secure'],
  ['sp\\032ace', 'TXT', 'secure'],
  ['\\000\\255', 'A', 'secure'],
  ['unknown', 'TYPE65280', 'secure'],
  ['caa', 'CAA', 'secure'],
  ['sshfp', 'SSHFP', 'secure'],
  ['hinfo', 'HINFO', 'secure'],
  ['loc', 'LOC', 'secure'],
  ['big', 'TXT', 'secure'],
  ['set', 'A', 'secure'],
  ['aaaa', 'AAAA', 'secure'],
  ['b.c.d.e.f', 'A', 'secure'],
  ['x.y.stars', 'A', 'secure'],
  ['*.stars', 'A', 'secure'],
];
