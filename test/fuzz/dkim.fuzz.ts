/** Tag lists, key records and whole messages never throw; canonical forms are their own canonical forms. */
import { systemClock } from '../../src/base/index.ts';
import { createBodyCanonicalizer } from '../../src/core/dkim/canonical-body.ts';
import { canonicalField } from '../../src/core/dkim/canonical-header.ts';
import {
  type Canonicalization,
  parseKeyRecord,
  parseTagList,
  readPublicKey,
  verificationReport,
  verifyDkim,
} from '../../src/core/dkim/index.ts';
import { parseFields } from '../../src/core/message/index.ts';
import { keysOf, octets, RSA_RECORD, signed } from '../support/dkim.ts';

const MESSAGE = await signed();

export const target = {
  name: 'dkim',
  seeds: [
    octets(MESSAGE),
    octets(RSA_RECORD),
    octets(`v=DKIM1; h=sha256; s=email; t=y:s; n=a=20b; ${RSA_RECORD.slice(9)}`),
  ],
  async run(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('latin1');
    parseTagList(text);
    const record = parseKeyRecord(text);
    if (record.ok) readPublicKey(record.value);
    checkHeader(text);
    for (const how of ['simple', 'relaxed'] as const) checkBody(bytes, how);
    const read = await verifyDkim([bytes], { lookUp: keysOf(text, RSA_RECORD), clock: systemClock });
    if (!read.ok) return;
    JSON.stringify(verificationReport(read.value));
    const halves = [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)];
    const again = await verifyDkim(halves, { lookUp: keysOf(text, RSA_RECORD), clock: systemClock });
    const reasons = (one: Awaited<ReturnType<typeof verifyDkim>>): string =>
      one.ok ? one.value.verdicts.map(({ reason }) => reason).join() : '';
    if (reasons(read) !== reasons(again)) throw new Error('judged otherwise when it comes in two parts');
  },
};

function checkHeader(text: string): void {
  for (const field of parseFields(text)) {
    const once = canonicalField(field, 'relaxed');
    const [again] = parseFields(once);
    if (field.name !== '' && canonicalField(again!, 'relaxed') !== once)
      throw new Error('the canonical form of a field is not its own');
  }
}

function checkBody(bytes: Uint8Array, how: Canonicalization): void {
  const once = canonical(bytes, how);
  if (Buffer.compare(canonical(once, how), once) !== 0) throw new Error(`the ${how} body is not its own`);
}

function canonical(bytes: Uint8Array, how: Canonicalization): Buffer {
  const parts: Buffer[] = [];
  const body = createBodyCanonicalizer(how, (octets) => void parts.push(Buffer.from(octets)));
  body.push(bytes);
  body.end();
  return Buffer.concat(parts);
}
