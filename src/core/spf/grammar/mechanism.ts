/** One mechanism, its name and what is behind it (RFC 7208 §5.1–5.7). */
import { err, ok, parseIpv4, parseIpv6, type Result } from '../../../base/index.ts';
import { type DomainFault, parseDomainSpec } from './domain-spec.ts';
import type { DualCidr, MacroString, Mechanism, MechanismKind } from './types.ts';

type Parsed = Result<Mechanism, DomainFault>;
/** @param rest  what follows the name: empty, or from `:` or `/` on */
type Reader = (rest: string) => Parsed;

/** A row for each mechanism. */
const READERS: Readonly<Record<MechanismKind, Reader>> = {
  all: (rest) =>
    rest === ''
      ? ok({ kind: 'all' })
      : err({ code: 'surplus-argument', detail: '"all" takes no argument', fix: 'all' }),
  include: (rest) => withDomain('include', rest),
  exists: (rest) => withDomain('exists', rest),
  ptr: readPtr,
  a: (rest) => withCidr('a', rest),
  mx: (rest) => withCidr('mx', rest),
  ip4: (rest) => readNetwork('ip4', rest),
  ip6: (rest) => readNetwork('ip6', rest),
};

/** @param text  without its qualifier */
export function parseMechanism(text: string): Parsed {
  const name = /^[^:/]*/.exec(text)![0];
  const reader = Object.hasOwn(READERS, name.toLowerCase()) ? READERS[name.toLowerCase() as MechanismKind] : undefined;
  return reader === undefined ? err(unknown(name, text)) : reader(text.slice(name.length));
}

function unknown(name: string, text: string): DomainFault {
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
  const detail = `there is no mechanism ${shown}`;
  if (/^(?:redirect|exp)$/i.test(name))
    return { code: 'unknown-mechanism', detail: `${name} is a modifier`, fix: text.replace(':', '=') };
  if (parseIpv4(name) !== undefined) return { code: 'unknown-mechanism', detail, fix: `ip4:${text}` };
  if (/^[\da-f]*$/i.test(name) && parseIpv6(text.replace(/\/\d+$/, '')) !== undefined)
    return { code: 'unknown-mechanism', detail: `${text} lacks its mechanism`, fix: `ip6:${text}` };
  if (/^ip(?:v[46]|)$/i.test(name))
    return {
      code: 'unknown-mechanism',
      detail,
      fix: text.replace(/^[^:/]*/, text.split(':').length > 2 ? 'ip6' : 'ip4'),
    };
  return { code: 'unknown-mechanism', detail };
}

function withDomain(kind: 'include' | 'exists', rest: string): Parsed {
  const domain = readDomain(kind, rest);
  return domain.ok ? ok({ kind, domain: domain.value }) : domain;
}

/** RFC 7208 §5.5: no mask. */
function readPtr(rest: string): Parsed {
  if (rest === '') return ok({ kind: 'ptr' });
  const domain = readDomain('ptr', rest);
  return domain.ok ? ok({ kind: 'ptr', domain: domain.value }) : domain;
}

function withCidr(kind: 'a' | 'mx', rest: string): Parsed {
  const [, place = '', ip4, ip6] = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/s.exec(rest)!;
  const domain = place === '' ? ok(undefined) : readDomain(kind, place);
  if (!domain.ok) return domain;
  const cidr = readCidr(ip4, ip6);
  if (!cidr.ok) return cidr;
  return ok({ kind, ...(domain.value !== undefined && { domain: domain.value }), cidr: cidr.value });
}

function readDomain(kind: string, rest: string): Result<MacroString, DomainFault> {
  if (rest.startsWith(':')) return parseDomainSpec(rest.slice(1));
  if (rest === '') return err({ code: 'missing-domain', detail: `"${kind}" needs a domain, as ${kind}:example.org` });
  return err({
    code: 'bad-prefix',
    detail: `${JSON.stringify(rest)} is no ${rest.startsWith('/') ? 'mask' : 'argument'} for "${kind}"`,
  });
}

function readCidr(ip4: string | undefined, ip6: string | undefined): Result<DualCidr, DomainFault> {
  const [four, six] = [readPrefix(ip4, 32), readPrefix(ip6, 128)];
  if (!four.ok) return four;
  return six.ok ? ok({ ip4: four.value, ip6: six.value }) : six;
}

/** RFC 7208 §12: no leading zeros, at most as many bits as the address has. */
function readPrefix(digits: string | undefined, bits: number): Result<number, DomainFault> {
  if (digits === undefined) return ok(bits);
  if (/^0\d/.test(digits)) return err({ code: 'bad-prefix', detail: `the mask /${digits} has a leading zero` });
  return Number(digits) <= bits
    ? ok(Number(digits))
    : err({ code: 'bad-prefix', detail: `the mask /${digits} is longer than the ${bits} bits of the address` });
}

function readNetwork(kind: 'ip4' | 'ip6', rest: string): Parsed {
  const [bits, parse] = kind === 'ip4' ? ([32, parseIpv4] as const) : ([128, parseIpv6] as const);
  const match = /^:([^/]*)(?:\/(\d+))?$/.exec(rest);
  if (match === null) return err({ code: rest.includes('/') ? 'bad-prefix' : 'bad-address', detail: needs(kind) });
  const network = parse(match[1]!);
  if (network === undefined) return err(badAddress(kind, match[1]!, rest));
  const prefix = readPrefix(match[2], bits);
  return prefix.ok ? ok({ kind, network, prefix: prefix.value }) : prefix;
}

const needs = (kind: 'ip4' | 'ip6'): string =>
  kind === 'ip4' ? '"ip4" needs an address, as ip4:192.0.2.0/24' : '"ip6" needs an address, as ip6:2001:db8::/32';

function badAddress(kind: 'ip4' | 'ip6', text: string, rest: string): DomainFault {
  const detail = `${JSON.stringify(text)} is no ${kind === 'ip4' ? 'IPv4' : 'IPv6'} address`;
  const other = kind === 'ip4' ? 'ip6' : 'ip4';
  const fits = (kind === 'ip4' ? parseIpv6 : parseIpv4)(text) !== undefined;
  return { code: 'bad-address', detail, ...(fits && { fix: `${other}${rest}` }) };
}
