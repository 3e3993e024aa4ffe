/** DMARC records and From fields never throw; what is read of a record stays within its words, and reading it again is the same. */
import { parseRecord, readAuthors } from '../../src/core/dmarc/index.ts';

const texts = [
  'v=DMARC1; p=reject; sp=none; np=quarantine; rua=mailto:a@example.org!10m,mailto:b@example.net; ruf=mailto:c@example.org; fo=1:d:s; adkim=s; aspf=r; t=y; psd=n',
  'v=DMARC1; pct=50; rf=afrf; ri=3600; p=none; p=none; x=y; junk;; =',
  '"A, b" <a@example.org>, Team: c@example.net (x (y) \\) z), <@r.example:d@[192.0.2.1]>;',
];
const POLICIES = ['none', 'quarantine', 'reject', undefined];

export const target = {
  name: 'dmarc-record',
  seeds: texts.map((text) => Uint8Array.from(Buffer.from(text))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    readAuthors(text);
    for (const rules of ['9989', '7489'] as const) {
      const record = parseRecord(text, rules) ?? parseRecord(`v=DMARC1;${text}`, rules)!;
      const { p, sp, np, pct, rua, ruf, standing } = record;
      if (![p, sp, np].every((policy) => POLICIES.includes(policy))) throw new Error('a policy of no policy');
      if (pct < 0 || pct > 100 || rua.length > 32 || ruf.length > 32) throw new Error('out of bounds');
      if (standing !== 'sound' && p !== 'none') throw new Error('a wrong record has a policy');
      if (JSON.stringify(parseRecord(record.text, rules)) !== JSON.stringify(record))
        throw new Error('does not come round');
    }
  },
};
