/** What holds for any names; and Node's rule against Node itself. */
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  matchEmail,
  nameRules,
  parseReference,
  type Reference,
  RULE_NAMES,
} from '../../../../src/core/pki/index.ts';
import { named } from '../../../support/named-certificates.ts';

let template: Certificate;
beforeAll(async () => {
  template = await named({ subject: 'template.test', dnsNames: ['template.test'] });
});

/** Few words, so that they often meet. */
const label = fc.constantFrom('a', 'b', 'mx', 'mx1', 'xn--a', 'xn--mx', '_x', 'a-b', 'A', 'MX', 'x'.repeat(63));
const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
const wild = fc.constantFrom(
  '*',
  'm*',
  '*x',
  'm*x',
  '*-',
  'a-*',
  'xn--*',
  '**',
  '*xn--a',
  '-*',
  '*.*',
  '',
  'a b',
  '\u00fc',
  '\0',
);
const presented = fc.oneof(
  host,
  fc
    .array(fc.oneof({ weight: 3, arbitrary: label }, wild), { minLength: 0, maxLength: 4 })
    .map((labels) => labels.join('.')),
  host.map((name) => `${name}.`),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => Buffer.from(text).toString('latin1')),
);
const names = fc.array(presented, { maxLength: 3 });
const address = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }),
  fc.constant(Uint8Array.of(127, 0, 0, 1)),
  fc.constant(Uint8Array.from([...new Array<number>(10).fill(0), 255, 255, 127, 0, 0, 1])),
);

function withNames(dnsNames: readonly string[], cns: readonly string[], ips: readonly Uint8Array[] = []): Certificate {
  return {
    ...template,
    commonNames: cns,
    extensions: { ...template.extensions, dnsNames, ipAddresses: ips, alternativeNames: [], malformed: [] },
  };
}

const reference = (text: string): Reference => {
  const read = parseReference(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

const verdicts = (certificate: Certificate, wanted: Reference): boolean[] =>
  RULE_NAMES.map((rule) => nameRules[rule].match(certificate, wanted).match);

describe('rules for names', () => {
  it('a reason is one printable sentence, and what matched is among what is presented', () => {
    fc.assert(
      fc.property(names, names, host, (dns, cns, name) => {
        for (const rule of RULE_NAMES) {
          const found = nameRules[rule].match(withNames(dns, cns), reference(name));
          expect(found.reason).toMatch(/^[\x20-\x7e…]+$/);
          if (found.match) expect([...dns, ...cns]).toContain(found.identifier);
          else expect(found.identifier).toBeUndefined();
        }
      }),
    );
  });
  it('letters of either case are the same on both sides', () => {
    fc.assert(
      fc.property(names, names, host, (dns, cns, name) => {
        const upper = (list: readonly string[]): string[] =>
          list.map((text) => text.replace(/[a-z]/g, (c) => c.toUpperCase()));
        const plain = verdicts(withNames(dns, cns), reference(name));
        expect(verdicts(withNames(upper(dns), upper(cns)), reference(name.toUpperCase()))).toEqual(plain);
      }),
    );
  });
  it('one more dNSName where there is one never takes a match away', () => {
    fc.assert(
      fc.property(names, presented, presented, host, (dns, first, more, name) => {
        const before = verdicts(withNames([...dns, first], []), reference(name));
        const after = verdicts(withNames([...dns, first, more], []), reference(name));
        before.forEach((match, i) => void (match && expect(after[i]).toBe(true)));
      }),
    );
  });
  it('what RFC 9525 accepts, RFC 6125 accepts', () => {
    fc.assert(
      fc.property(names, names, host, (dns, cns, name) => {
        const [nineFive, sixOne] = verdicts(withNames(dns, cns), reference(name));
        if (nineFive) expect(sixOne).toBe(true);
      }),
    );
  });
  it('a NUL octet never matches, wherever it stands', () => {
    fc.assert(
      fc.property(host, host, (name, evil) => {
        const bad = [`${name}\0.${evil}`, `${name}\0`, `\0${name}`, `*\0.${name}`];
        expect(verdicts(withNames(bad, []), reference(name))).not.toContain(true);
        expect(verdicts(withNames([], bad), reference(name))).not.toContain(true);
      }),
    );
  });
  it('never throws on text for a name, nor on text for a mailbox', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = parseReference(text);
        if (read.ok) verdicts(withNames([text], [text]), read.value);
        else expect(read.error.message).not.toMatch(/[\0-\x1f]/);
        matchEmail(template, text);
      }),
    );
  });
});

describe('node', () => {
  /** As Node's own reader would hand it over. */
  function legacy(dns: readonly string[], cns: readonly string[], ips: readonly string[]): PeerCertificate {
    const entries = [...dns.map((name) => `DNS:${quoted(name)}`), ...ips.map((ip) => `IP Address:${ip}`)];
    const subjectaltname = entries.length === 0 ? {} : { subjectaltname: entries.join(', ') };
    const CN = cns.length > 1 ? cns : cns[0];
    return { subject: { ...(CN !== undefined && { CN }) }, ...subjectaltname } as unknown as PeerCertificate;
  }
  const quoted = (name: string): string => (/^[\w.*-]*$/.test(name) ? name : JSON.stringify(name));
  /** Node 22 from 22.23 on refuses these before its rule is asked: A-labels that are no Punycode, and IPv4 in IPv6. */
  const isStrict = process.version.startsWith('v22.');
  const isRefused = (name: string): boolean => isStrict && name.includes('xn--');
  const isMapped = (octets: Uint8Array): boolean =>
    isStrict && octets.length === 16 && octets.subarray(0, 10).every((one) => one === 0);
  const agrees = (dns: readonly string[], cns: readonly string[], name: string): void => {
    fc.pre(!isRefused(name));
    const theirs = checkServerIdentity(name, legacy(dns, cns, [])) === undefined;
    const ours = nameRules.node.match(withNames(dns, cns), reference(name));
    expect([name, dns, cns, ours.match, ours.reason]).toEqual([name, dns, cns, theirs, ours.reason]);
  };
  it('decides as tls.checkServerIdentity', () => {
    fc.assert(
      fc.property(names, names, host, (dns, cns, name) => agrees(dns, cns, name)),
      { numRuns: 3000 },
    );
  });
  it('decides as tls.checkServerIdentity where the names are near', () => {
    fc.assert(
      fc.property(host, wild, names, (name, first, more) => {
        const rest = name.split('.').slice(1).join('.');
        agrees([...more, `${first}.${rest}`], [], name);
        agrees([], [`${first}.${rest}`, ...more], name);
      }),
      { numRuns: 3000 },
    );
  });
  it('decides as tls.checkServerIdentity on addresses', () => {
    fc.assert(
      fc.property(address, address, (wanted, has) => {
        fc.pre(!isMapped(wanted) && !isMapped(has));
        const show = (octets: Uint8Array): string =>
          octets.length === 4 ? octets.join('.') : (Buffer.from(octets).toString('hex').match(/.{4}/g) ?? []).join(':');
        const theirs = checkServerIdentity(show(wanted), legacy([], [], [show(has)])) === undefined;
        expect(nameRules.node.match(withNames([], [], [has]), { kind: 'ip', octets: wanted }).match).toBe(theirs);
      }),
    );
  });
});
