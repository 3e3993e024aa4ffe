/** The validator against a second signer, the lab's: zones as text, answers as octets, every algorithm and denial. */
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../../src/base/index.ts';
import {
  anchorsFrom,
  createResolver,
  decodeMessage,
  type Exchange,
  encodeQuery,
  parseZoneText,
  type ResourceRecord,
  RR,
} from '../../../../src/core/dns/index.ts';
import {
  createResponder,
  createZone,
  createZoneKey,
  dsFor,
  ENTRY_KEY,
  ZONE_KEY,
  type Zone,
} from '../../../../src/lab/dns/index.ts';
import { fixedClock, SERVER } from '../../../support/dns.ts';
import { NOW } from '../../../support/zone-signer.ts';

type Style = 'nsec' | 'nsec3' | 'nsec3-opt-out';
interface Made {
  readonly zone: Zone;
  readonly ds: ResourceRecord;
}

const soa = '@ SOA ns.test. hostmaster.test. 1 7200 3600 1209600 900\n@ NS ns.test.\n';

function make(
  name: string,
  text: string,
  algorithm: number | undefined,
  denial: Style,
  children: readonly Made[] = [],
): Made {
  const parsed = parseZoneText(soa + text, { origin: name });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const entry = createZoneKey(algorithm ?? 13, ENTRY_KEY);
  const data = createZoneKey(algorithm ?? 13, ZONE_KEY);
  const day = 86_400_000;
  const signing = {
    keys: { entry, data },
    denial,
    iterations: denial === 'nsec' ? 0 : 3,
    salt: Uint8Array.of(0xab),
    inception: new Date(NOW * 1000 - 7 * day),
    expiration: new Date(NOW * 1000 + 7 * day),
  };
  const records = [...parsed.value, ...children.map(({ ds }) => ds)];
  const zone = createZone({ name, records, ...(algorithm !== undefined && { signing }) });
  return { zone, ds: { name, type: RR.DS, class: 1, ttlSeconds: 3600, rdata: dsFor(name, entry) } };
}

function world(algorithm: number, denial: Style) {
  const leaf = make(
    'signed.test',
    `@ MX 10 mx
mx A 192.0.2.1
_25._tcp.mx TLSA 3 1 1 ${'ab'.repeat(32)}
*.wild TXT "any"
real.wild A 192.0.2.2
alias CNAME mx
away CNAME www.plain.test.
tree DNAME wild
deep.er.and.deep.er A 192.0.2.3`,
    algorithm,
    denial,
  );
  const plain = make('plain.test', 'www A 192.0.2.80', undefined, 'nsec');
  const test = make('test', 'signed NS ns.test.\nplain NS ns.test.\nns A 192.0.2.53', 13, denial, [leaf]);
  const root = make('', 'test NS ns.test.', 8, 'nsec', [test]);
  const zones = [leaf.zone, plain.zone, test.zone, root.zone];
  const find = (name: string, type: number): Zone | undefined =>
    zones.find((zone) => {
      const at = zone.name === '' || name === zone.name || name.endsWith(`.${zone.name}`);
      return at && !(type === RR.DS && name === zone.name && name !== '');
    });
  const { respond } = createResponder({ zones: { find }, role: 'resolver' });
  const exchange: Exchange = {
    async ask(question, options) {
      const query = encodeQuery(question, { id: 7, edns: true, recursionDesired: true, ...options });
      const octets = await respond(query, 'stream');
      const message = decodeMessage(octets ?? new Uint8Array());
      if (message.ok) return ok({ message: message.value, server: SERVER });
      return err({ code: 'dns/garbage', message: message.error.message, fault: 'peer', temporary: false });
    },
    close: () => Promise.resolve(),
  };
  return createResolver({ exchange, clock: fixedClock(), anchors: anchorsFrom([root.ds]), allowSha1: algorithm < 8 });
}

const styles: readonly Style[] = ['nsec', 'nsec3', 'nsec3-opt-out'];
const cases = [5, 7, 8, 10, 13, 14, 15, 16].flatMap((algorithm) =>
  (algorithm === 13 ? styles : (['nsec3'] as const)).map((style) => [algorithm, style] as const),
);

describe.each(cases)('algorithm %i with %s', (algorithm, style) => {
  const resolver = world(algorithm, style);
  // In an opt-out range a denial proves nothing about unsigned names (RFC 5155 §9.2).
  const unproven = style === 'nsec3-opt-out' ? 'insecure' : 'secure';
  it.each([
    ['signed.test', RR.MX, 'secure', 0, 1],
    ['signed.test', RR.DNSKEY, 'secure', 0, 2],
    ['signed.test', RR.DS, 'secure', 0, 1],
    ['_25._tcp.mx.signed.test', RR.TLSA, 'secure', 0, 1],
    ['_tcp.mx.signed.test', RR.TLSA, 'secure', 0, 0],
    ['mx.signed.test', RR.AAAA, 'secure', 0, 0],
    ['er.and.deep.er.signed.test', RR.A, 'secure', 0, 0],
    ['no.signed.test', RR.A, unproven, 3, 0],
    ['a.b.c.no.signed.test', RR.A, unproven, 3, 0],
    ['x.wild.signed.test', RR.TXT, unproven, 0, 1],
    ['x.y.wild.signed.test', RR.TXT, unproven, 0, 1],
    ['x.wild.signed.test', RR.A, unproven, 0, 0],
    ['x.real.wild.signed.test', RR.TXT, unproven, 3, 0],
    ['alias.signed.test', RR.A, 'secure', 0, 1],
    ['x.tree.signed.test', RR.TXT, unproven, 0, 1],
    ['away.signed.test', RR.A, 'insecure', 0, 1],
    ['www.plain.test', RR.A, 'insecure', 0, 1],
    ['www.plain.test', RR.MX, 'insecure', 0, 0],
    ['no.plain.test', RR.MX, 'insecure', 3, 0],
    ['plain.test', RR.DS, unproven, 0, 0],
    ['', RR.NS, 'secure', 0, 1],
    ['nosuch', RR.NS, 'secure', 3, 0],
  ] as const)('%s %i is %s', async (name, type, status, rcode, records) => {
    const answer = await resolver.lookup(name, type);
    if (!answer.ok) throw new Error(answer.error.message);
    const { reasons } = answer.value;
    const seen = { status: answer.value.status, rcode: answer.value.rcode, records: answer.value.records.length };
    expect(seen, reasons.map(({ text }) => text).join('\n')).toEqual({ status, rcode, records });
  });
});
