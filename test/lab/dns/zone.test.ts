/** What a zone is made of: nodes, cuts, keys, chains of denial, and its text. */
import { describe, expect, it } from 'vitest';
import {
  compareNames,
  formatType,
  formatZoneText,
  nsec3paramRdata,
  nsec3Rdata,
  nsecRdata,
  parseZoneText,
  RR,
} from '../../../src/core/dns/index.ts';
import { createZone, type SigningStyle, type Zone } from '../../../src/lab/dns/index.ts';
import { source, style } from './zones.ts';

const CONTENT = `mx A 192.0.2.1
a.b.c A 192.0.2.2
signed NS ns.signed
signed DS 1 13 2 00
ns.signed A 192.0.2.3
plain NS ns.plain
ns.plain A 192.0.2.4
far.away.plain NS ns.plain
lone.x NS elsewhere.test.`;

const made = (signing?: SigningStyle): Zone => createZone(source('example.org', CONTENT, signing));
const salted = style({ denial: 'nsec3', iterations: 3, salt: Uint8Array.of(0xab) });

describe('names of a zone', () => {
  const zone = made(style());

  it.each([
    ['example.org', true],
    ['b.c.example.org', true],
    ['c.example.org', true],
    ['ns.signed.example.org', true],
    ['d.c.example.org', false],
    ['org', false],
  ])('%s exists: %s; empty non-terminals do (RFC 4592 §2.2.2)', (name, expected) => {
    expect(zone.exists(name)).toBe(expected);
  });

  it.each([
    ['example.org', undefined],
    ['mx.example.org', undefined],
    ['signed.example.org', 'signed.example.org'],
    ['x.ns.signed.example.org', 'signed.example.org'],
    ['far.away.plain.example.org', 'plain.example.org'],
    ['x.example.org', undefined],
  ])('%s is delegated at %s: the cut nearest the apex', (name, expected) => {
    expect(zone.cutAbove(name)).toBe(expected);
  });

  it('throws without a SOA at the apex: a bug in who planned it', () => {
    expect(() => createZone({ name: 'example.org', records: [] })).toThrow('zone example.org has no SOA');
  });
});

describe('what is signed (RFC 4035 §2.2)', () => {
  const zone = made(style());
  it.each([
    ['example.org', RR.SOA, 1],
    ['example.org', RR.NS, 1],
    ['example.org', RR.DNSKEY, 1],
    ['example.org', RR.NSEC, 1],
    ['mx.example.org', RR.A, 1],
    ['signed.example.org', RR.DS, 1],
    ['signed.example.org', RR.NSEC, 1],
    ['signed.example.org', RR.NS, 0],
    ['ns.signed.example.org', RR.A, 0],
  ])('%s %i has %i signatures', (name, type, count) => {
    expect(zone.node(name)?.get(type)?.signatures.length).toBe(count);
  });

  it('nothing, without signing', () => {
    expect(
      made()
        .allRecords()
        .map(({ type }) => formatType(type)),
    ).not.toContain('RRSIG');
    expect(made().denial).toBeUndefined();
  });

  it('two keys are published, or one that does all', () => {
    expect(zone.node('example.org')?.get(RR.DNSKEY)?.rdatas.length).toBe(2);
    const { keys, ...rest } = style();
    const single = made({ ...rest, keys: { entry: keys.entry, data: keys.entry } });
    expect(single.node('example.org')?.get(RR.DNSKEY)?.rdatas).toEqual([keys.entry.rdata]);
  });
});

describe('NSEC', () => {
  const chain = made(style()).denial!.rrsets.map(({ name, rdatas, ttlSeconds }) => {
    const decoded = nsecRdata.decode(rdatas[0]!);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { next, types } = decoded.value;
    return { name, next, types: types.map(formatType).join(' '), ttlSeconds };
  });

  it('goes round the names with data and the delegations in canonical order, glue left out (RFC 4034 §4)', () => {
    expect(chain.map(({ name }) => name)).toEqual([
      'example.org',
      'a.b.c.example.org',
      'mx.example.org',
      'plain.example.org',
      'signed.example.org',
      'lone.x.example.org',
    ]);
    expect(chain.map(({ next }) => next)).toEqual([...chain.slice(1).map(({ name }) => name), 'example.org']);
  });

  it('names the types, at a delegation those of the parent alone (RFC 4035 §2.3)', () => {
    expect(Object.fromEntries(chain.map(({ name, types }) => [name, types]))).toEqual({
      'example.org': 'NS SOA RRSIG NSEC DNSKEY',
      'a.b.c.example.org': 'A RRSIG NSEC',
      'mx.example.org': 'A RRSIG NSEC',
      'plain.example.org': 'NS RRSIG NSEC',
      'signed.example.org': 'NS DS RRSIG NSEC',
      'lone.x.example.org': 'NS RRSIG NSEC',
    });
  });

  it('has the lesser of the TTLs of the SOA (RFC 9077 §3)', () => {
    expect(new Set(chain.map(({ ttlSeconds }) => ttlSeconds))).toEqual(new Set([900]));
  });
});

function nsec3Of(zone: Zone) {
  return zone.denial!.rrsets.map(({ name, rdatas }) => {
    const decoded = nsec3Rdata.decode(rdatas[0]!);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const { nextHashed, types, ...parameters } = decoded.value;
    return { name, next: Buffer.from(nextHashed), types: types.map(formatType).join(' '), parameters };
  });
}

describe('NSEC3', () => {
  it('hashes the names of RFC 5155 App. A as printed there', () => {
    const text = `a NS ns1.a\na DS 1 13 2 00\nai A 192.0.2.9\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n*.w MX 1 ai
x.w MX 1 xx\nx.y.w MX 1 xx\nxx A 192.0.2.10`;
    const salt = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
    const zone = createZone(source('example', text, style({ denial: 'nsec3-opt-out', iterations: 12, salt })));
    expect(nsec3Of(zone).map(({ name }) => name.replace('.example', ''))).toEqual([
      '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom',
      '2t7b4g4vsa5smi47k61mv5bv1a22bojr',
      '2vptu5timamqttgl4luu9kg21e0aor3s',
      '35mthgpgcu1qg68fab165klnsnk3dpvl',
      'b4um86eghhds6nea196smvmlo4ors995',
      'gjeqe526plbf1g8mklp59enfd789njgi',
      'ji6neoaepv8b5o6k4ev33abha8ht9fgc',
      'k8udemvp1j2f7eg6jebps17vp3n8i58h',
      'q04jkcevqvmu85r014c7dkba38o0ji5r',
      'r53bq7cc2uvmubfu5ocmm6pers9tk9en',
      't644ebqk9bibcna874givr6joj62mlhv',
    ]);
  });

  it('goes round in the order of hashes, with one record for each name and empty non-terminal (RFC 5155 §7.1)', () => {
    const chain = nsec3Of(made(salted));
    expect(chain.length).toBe(9); // six names with NSEC, and b.c, c and x
    const owners = chain.map(({ name }) => name);
    expect([...owners].sort()).toEqual(owners);
    expect(chain.filter(({ types }) => types === '').length).toBe(3);
  });

  it('signs no unsigned delegation into the bitmap', () => {
    const types = nsec3Of(made(salted)).map((each) => each.types);
    expect(types.filter((text) => text === 'NS').length).toBe(2);
    expect(types).toContain('NS DS RRSIG');
    expect(types).toContain('NS SOA RRSIG DNSKEY NSEC3PARAM');
  });

  it('leaves out unsigned delegations under opt-out, and no empty non-terminal', () => {
    const chain = nsec3Of(made(style({ denial: 'nsec3-opt-out' })));
    expect(chain.length).toBe(7); // example.org, mx, a.b.c, b.c, c, signed, x
    expect(new Set(chain.map(({ parameters }) => parameters.flags))).toEqual(new Set([1]));
  });

  it('says its parameters at the apex, flags zero (RFC 5155 §4.1.2)', () => {
    const parameters = nsec3paramRdata.decode(made(salted).node('example.org')!.get(RR.NSEC3PARAM)!.rdatas[0]!);
    expect(parameters).toMatchObject({ ok: true, value: { hashAlgorithm: 1, flags: 0, iterations: 3 } });
  });
});

describe('a zone as text', () => {
  it.each([
    ['unsigned', undefined],
    ['nsec', style()],
    ['nsec3', salted],
    ['opt-out', style({ denial: 'nsec3-opt-out' })],
  ])('%s: reads back the same, in the same order', (_, signing) => {
    const records = made(signing).allRecords();
    const read = parseZoneText(formatZoneText(records));
    expect(read.ok && formatZoneText(read.value)).toBe(formatZoneText(records));
    const names = records.map(({ name }) => name);
    expect([...names].sort(compareNames)).toEqual(names);
  });

  it('has no record twice', () => {
    const lines = formatZoneText(made(style()).allRecords()).split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  });
});
