/** Messages with broken chains never throw, and are judged the same in one part and in two. */
import { clockAt } from '../../src/base/index.ts';
import { arcFindingsOn, arcMethodResult, arcReport, verifyArc } from '../../src/core/arc/index.ts';
import { anyKey, chainOf } from '../support/arc.ts';
import { NOW, octets, RSA_RECORD } from '../support/dkim.ts';

const OPTIONS = { lookUp: anyKey(RSA_RECORD), clock: clockAt(NOW) };

export const target = {
  name: 'arc',
  seeds: [
    octets(chainOf(1)),
    octets(chainOf(3)),
    octets('ARC-Seal: i=1; cv=none\r\nARC-Message-Signature: i=1\r\n\r\n'),
  ],
  async run(bytes: Uint8Array): Promise<void> {
    const told = await judged([bytes]);
    const half = bytes.length >> 1;
    if (told !== (await judged([bytes.subarray(0, half), bytes.subarray(half)])))
      throw new Error('judged otherwise when it comes in two parts');
  },
};

async function judged(parts: readonly Uint8Array[]): Promise<string> {
  const read = await verifyArc(parts, OPTIONS);
  if (!read.ok) return read.error.code;
  arcFindingsOn(read.value);
  arcMethodResult(read.value);
  return JSON.stringify(arcReport(read.value));
}
