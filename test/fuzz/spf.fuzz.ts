/**
 * SPF records and macro-strings: reading never throws; what is read is within the grammar, a fault names its term, and a check
 * of any record stays within its look-ups, ends in a result, and writes header fields of one line.
 */
import { ok, parseIpv4, parseIpv6 } from '../../src/base/index.ts';
import type { Answer } from '../../src/core/dns/index.ts';
import { checkHostWith, parseRecord, receivedSpf, type SpfDns } from '../../src/core/spf/index.ts';

const RECORDS = [
  'v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/32 -all',
  'v=spf1 include:%{d2}.x.test exists:%{ir}.%{l1r-+}._spf.%{d} ~all exp=%{S}.test',
  'v=spf1 ptr:%{p}.test a:%{h}//64 mx:a.test/24//48 ?exists:%%%_%-.test redirect=%{o127r-.+,/_=}.test',
  'V=SPF1 x-y.z_1=%{c} all',
];
const SENDERS = [parseIpv4('192.0.2.1')!, parseIpv6('2001:db8::1')!];
const RESULTS = ['none', 'neutral', 'pass', 'fail', 'softfail', 'temperror', 'permerror'];

export const target = {
  name: 'spf',
  seeds: RECORDS.map((text) => Uint8Array.from(Buffer.from(text))),
  async run(bytes: Uint8Array): Promise<void> {
    const text = `v=spf1 ${Buffer.from(bytes)
      .toString('latin1')
      .replace(/^v=spf1 /i, '')}`;
    const read = parseRecord(text);
    if (!read.ok && read.error.some(({ code, detail }) => code === undefined || detail === ''))
      throw new Error('a fault without words');
    if (read.ok && /[^\x20-\x7e]/.test(text)) throw new Error('an octet that no record may have');
    for (const ip of SENDERS) await check(text, ip, Buffer.from(bytes).toString('latin1').slice(0, 40));
  },
};

async function check(text: string, ip: Uint8Array, noise: string): Promise<void> {
  let asked = 0;
  const dns: SpfDns = {
    lookup: async (name, type) => {
      asked += 1;
      return ok(nothing(name, type));
    },
  };
  const question = { ip, sender: `${noise}@d.test`, helo: noise };
  const verdict = await checkHostWith(text, question, { dns, now: () => new Date(0) });
  if (!RESULTS.includes(verdict.result)) throw new Error(`no result: ${verdict.result}`);
  if (asked > 12 || verdict.lookups > 11) throw new Error(`${asked} queries, ${verdict.lookups} look-ups`);
  if (/[\r\n]/.test(receivedSpf(verdict, 'mx.test'))) throw new Error('a header field of several lines');
}

const nothing = (name: string, type: number): Answer => ({
  question: { name, type },
  status: 'insecure',
  rcode: 3,
  canonicalName: name,
  aliases: [],
  records: [],
  reasons: [],
  ttlSeconds: 1,
});
