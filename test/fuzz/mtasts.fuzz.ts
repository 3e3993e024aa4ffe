/** Policies and records never throw; what is called valid has what it must have, and reads the same when written again. */
import { matchesPattern, parsePolicy, parseStsRecord, patternFault } from '../../src/core/mtasts/index.ts';
import { parseTlsRptRecord } from '../../src/core/tlsrpt/index.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

export const target = {
  name: 'mtasts',
  seeds: [
    text('version: STSv1\nmode: enforce\nmx: *.example.org\nmx: mail.example.net\nmax_age: 604800\n'),
    text('max_age:0\r\nmode:none\r\nversion:STSv1\r\nx_y.z-1: some thing \r\n'),
    text('v=STSv1; id=20261125; a=b;'),
    text('v=TLSRPTv1; rua=mailto:a%2C@example.org , https://example.org/x?y=1; z=1'),
  ],
  async run(input: Uint8Array): Promise<void> {
    const given = Buffer.from(input).toString('utf8');
    policyHolds(given);
    recordHolds(given.startsWith('v=STSv1') ? given : `v=STSv1;${given}`);
    for (const { host, scheme } of parseTlsRptRecord(`v=TLSRPTv1;${given}`).rua)
      if (host === '' || (scheme !== 'mailto' && scheme !== 'https')) throw new Error('a place without a host');
  },
};

function policyHolds(given: string): void {
  const { valid, version, mode, maxAgeSeconds, mx } = parsePolicy(given);
  if (mx.some((pattern) => patternFault(pattern) !== undefined)) throw new Error('a pattern that is none');
  if (!valid) return;
  if (version !== 'STSv1' || mode === undefined || maxAgeSeconds === undefined) throw new Error('valid without a part');
  if (mode !== 'none' && mx.length === 0) throw new Error('valid without mx');
  const lines = ['version: STSv1', `mode: ${mode}`, ...mx.map((one) => `mx: ${one}`), `max_age: ${maxAgeSeconds}`];
  const again = parsePolicy(lines.join('\r\n'));
  if (!again.valid || again.mx.join() !== mx.join()) throw new Error('reads otherwise when written again');
  for (const pattern of mx)
    if (!matchesPattern(pattern, pattern.replace('*', 'a').toLowerCase())) throw new Error('covers not its own host');
}

function recordHolds(given: string): void {
  const { valid, id } = parseStsRecord(given);
  if (valid && !/^[A-Za-z0-9]{1,32}$/.test(id ?? '')) throw new Error('valid without an id');
}
