/** Name constraints of every kind (RFC 5280 §4.2.1.10). */
import {
  directory,
  dns,
  EXT,
  ecKeys,
  eku,
  email,
  intermediate,
  ip,
  leaf,
  nc,
  otherName,
  root,
  type Spec,
  type Subtrees,
  san,
  seq,
  tlv,
  USAGE,
  uri,
} from '../certificates.ts';
import { type ChainCase, type Row, tablesOf } from '../chain-cases.ts';
import { NULL, oid, printable, set, utf8 } from '../der.ts';

export const { tables, add } = tablesOf();

const PLAIN = root();

/** root → authority with constraints → leaf. */
export function constrained(subtrees: Subtrees, spec: Spec, more: Partial<ChainCase> = {}): ChainCase {
  const own = intermediate(PLAIN, { more: [nc(subtrees)] });
  return { leaf: leaf(own, spec), via: [own], roots: [PLAIN], ...more };
}
const host = (value: string) => ({ identity: { kind: 'host', value } }) as const;
const at = (value: string) => ({ identity: { kind: 'ip', value } }) as const;
const nobody = { identity: undefined } as const;
export const dnsCase = (subtrees: Subtrees, ...names: readonly string[]): ChainCase =>
  constrained(subtrees, { names: names.map(dns) }, host(names[0]!));
const permits = (base: string, ...names: readonly string[]): ChainCase => dnsCase({ permitted: [dns(base)] }, ...names);
const excludes = (base: string, ...names: readonly string[]): ChainCase => dnsCase({ excluded: [dns(base)] }, ...names);

add('DNS names', [
  ['within', () => permits('example.com', 'foo.example.com'), 'valid'],
  ['the base itself', () => permits('example.com', 'example.com'), 'valid'],
  ['in another case', () => permits('EXAMPLE.com', 'Foo.Example.COM'), 'valid'],
  ['outside', () => permits('example.com', 'example.org'), 'name-constraints'],
  ['a longer label at the end', () => permits('example.com', 'not-example.com'), 'name-constraints'],
  ['two labels more', () => permits('example.com', 'a.b.example.com'), 'valid'],
  ['excluded', () => excludes('example.com', 'foo.example.com'), 'name-constraints'],
  ['excluded elsewhere', () => excludes('example.org', 'foo.example.com'), 'valid'],
  [
    'the second name excluded',
    () => excludes('not-allowed.example.com', 'example.com', 'not-allowed.example.com'),
    'name-constraints',
  ],
  [
    'permitted and excluded',
    () => dnsCase({ permitted: [dns('example.com')], excluded: [dns('example.com')] }, 'example.com'),
    'name-constraints',
  ],
  ['everything permitted', () => permits('', 'example.com'), 'valid'],
  ['everything excluded', () => excludes('', 'example.com'), 'name-constraints'],
  [
    'a wildcard within',
    () => constrained({ permitted: [dns('example.com')] }, { names: [dns('*.example.com')] }, host('foo.example.com')),
    'valid',
  ],
  [
    'a wildcard that stands for more than is permitted',
    () =>
      constrained({ permitted: [dns('foo.example.com')] }, { names: [dns('*.example.com')] }, host('foo.example.com')),
    'name-constraints',
  ],
  [
    'a wildcard that stands for something excluded',
    () =>
      constrained(
        { permitted: [dns('example.com')], excluded: [dns('bar.example.com')] },
        { names: [dns('*.example.com')] },
        host('bar.example.com'),
      ),
    'name-constraints',
  ],
  [
    'a wildcard beside what is excluded',
    () =>
      constrained({ excluded: [dns('a.bar.example.com')] }, { names: [dns('*.example.com')] }, host('bar.example.com')),
    'valid',
  ],
  ['a leading dot in the constraint', () => permits('.example.com', 'foo.example.com'), 'constraints-profile'],
  [
    'a leading dot, by path validation alone',
    () => ({ ...permits('.example.com', 'foo.example.com'), profile: 'path' }),
    'valid',
  ],
  [
    'a leading dot and a wildcard, by path validation alone',
    () => ({ ...permits('.example.com', '*.example.com'), ...host('foo.example.com'), profile: 'path' }),
    'valid',
  ],
  [
    'a wildcard that stands for what a leading dot excludes, by path validation alone',
    () => ({ ...excludes('.example.com', '*.example.com'), ...host('foo.example.com'), profile: 'path' }),
    'name-constraints',
  ],
  ['a wildcard in the constraint', () => permits('*.example.com', 'foo.example.com'), 'constraints-profile'],
  ['a leading dot in the name', () => permits('example.com', 'foo.example.com', '.example.com'), 'alternative-name'],
  [
    'addresses constrained, a host named',
    () => constrained({ permitted: [ip(192, 0, 2, 0, 255, 255, 255, 0)] }, {}),
    'valid',
  ],
  [
    'addresses excluded, a host named',
    () => constrained({ excluded: [ip(192, 0, 2, 0, 255, 255, 255, 0)] }, {}),
    'valid',
  ],
  [
    'the common name is no alternative name',
    () => constrained({ excluded: [dns('bad.example.org')] }, { subject: 'CN=bad.example.org' }),
    'valid',
  ],
]);

const NET = ip(192, 0, 2, 0, 255, 255, 255, 0);
const one = (...octets: readonly number[]): Spec => ({ names: [ip(...octets)] });
const ONE6 = [...Array(15).fill(0), 1] as number[];
const NET6 = ip(...ONE6, ...Array(16).fill(0xff));
add('addresses', [
  ['within', () => constrained({ permitted: [NET] }, one(192, 0, 2, 1), at('192.0.2.1')), 'valid'],
  ['outside', () => constrained({ permitted: [NET] }, one(192, 0, 3, 1), at('192.0.3.1')), 'name-constraints'],
  ['excluded', () => constrained({ excluded: [NET] }, one(192, 0, 2, 1), at('192.0.2.1')), 'name-constraints'],
  ['IPv6 within', () => constrained({ permitted: [NET6] }, one(...ONE6), at('::1')), 'valid'],
  ['IPv6 excluded', () => constrained({ excluded: [NET6] }, one(...ONE6), at('::1')), 'name-constraints'],
  [
    'IPv6 where IPv4 alone is permitted',
    () => constrained({ permitted: [NET] }, one(...ONE6), at('::1')),
    'name-constraints',
  ],
  [
    'a constraint without a mask',
    () => constrained({ permitted: [ip(127, 0, 0, 1)] }, one(127, 0, 0, 1), at('127.0.0.1')),
    'constraints-profile',
  ],
  [
    'a mask with a hole',
    () => constrained({ permitted: [ip(192, 0, 2, 0, 255, 0, 255, 0)] }, one(192, 9, 2, 1), at('192.9.2.1')),
    'constraints-profile',
  ],
]);

const client = { purpose: 'client' } as const;
const box = (base: string, ...addresses: readonly string[]): ChainCase =>
  constrained(
    { permitted: [email(base)] },
    { names: addresses.map(email), extensions: [eku([USAGE.client])] },
    { ...client, identity: { kind: 'email', value: addresses[0]! } },
  );
add('mailboxes', [
  ['one mailbox', () => box('foo@example.com', 'foo@example.com'), 'valid'],
  ['another mailbox', () => box('foo@example.com', 'bar@example.com'), 'name-constraints'],
  ['the local part has a case', () => box('foo@example.com', 'Foo@example.com'), 'name-constraints'],
  ['the host has none', () => box('foo@Example.COM', 'foo@example.com'), 'valid'],
  ['a host', () => box('example.com', 'foo@example.com'), 'valid'],
  ['a host below', () => box('example.com', 'foo@mail.example.com'), 'name-constraints'],
  ['the hosts of a domain', () => box('.example.com', 'foo@mail.example.com'), 'valid'],
  ['a domain’s own host', () => box('.example.com', 'foo@example.com'), 'name-constraints'],
  ['an asterisk is a character', () => box('*@example.com', '*@example.com'), 'valid'],
  ['two at signs in the constraint', () => box('a@b@example.com', 'foo@example.com'), 'constraints-profile'],
  ['two at signs in the name', () => box('example.com', 'good@example.com', 'a@b@example.com'), 'alternative-name'],
  [
    'the subject’s address where there is no alternative name',
    () =>
      constrained(
        { permitted: [email('example.com')] },
        { subject: 'CN=x, E=foo@example.org', without: [EXT.san], extensions: [eku([USAGE.client])] },
        { ...client, ...nobody },
      ),
    'name-constraints',
  ],
]);

add('URIs', [
  [
    'the host',
    () =>
      constrained({ permitted: [uri('example.com')] }, { names: [dns('example.com'), uri('https://example.com/x')] }),
    'valid',
  ],
  [
    'with port and user',
    () =>
      constrained(
        { permitted: [uri('example.com')] },
        { names: [dns('example.com'), uri('https://me@example.com:443/x')] },
      ),
    'valid',
  ],
  [
    'another host',
    () =>
      constrained({ permitted: [uri('example.com')] }, { names: [dns('example.com'), uri('https://example.org/')] }),
    'name-constraints',
  ],
  [
    'a host below',
    () =>
      constrained({ permitted: [uri('.example.com')] }, { names: [dns('example.com'), uri('sip://a.example.com')] }),
    'valid',
  ],
  [
    'excluded',
    () => constrained({ excluded: [uri('example.com')] }, { names: [dns('example.com'), uri('https://example.com/')] }),
    'name-constraints',
  ],
  [
    'an address for a host',
    () => constrained({ excluded: [uri('example.org')] }, { names: [dns('example.com'), uri('https://192.0.2.1/')] }),
    'name-constraints',
  ],
  [
    'no host at all',
    () => constrained({ excluded: [uri('example.org')] }, { names: [dns('example.com'), uri('urn:isbn:1')] }),
    'name-constraints',
  ],
]);

const cn = (text: string): Spec => ({ subject: `CN=${text}` });
add('directory names', [
  ['the subject', () => constrained({ permitted: [directory('CN=foo')] }, cn('foo')), 'valid'],
  ['another subject', () => constrained({ permitted: [directory('CN=foo')] }, cn('not-foo')), 'name-constraints'],
  ['excluded', () => constrained({ excluded: [directory('CN=foo')] }, cn('foo')), 'name-constraints'],
  [
    'the subject, not the alternative name',
    () =>
      constrained(
        { permitted: [directory('CN=foo')] },
        { subject: 'CN=not-foo', names: [dns('example.com'), directory('CN=foo')] },
      ),
    'name-constraints',
  ],
  [
    'the alternative name excluded',
    () =>
      constrained(
        { excluded: [directory('CN=foo')] },
        { subject: 'CN=bar', names: [dns('example.com'), directory('CN=foo')] },
      ),
    'name-constraints',
  ],
  [
    'the beginning of the subject',
    () => constrained({ permitted: [directory('O=Example')] }, { subject: 'O=Example, CN=foo' }),
    'valid',
  ],
  [
    'not its end',
    () => constrained({ permitted: [directory('CN=foo')] }, { subject: 'O=Example, CN=foo' }),
    'name-constraints',
  ],
  [
    'space, case and the kind of string do not matter',
    () =>
      constrained(
        { permitted: [tlv(0xa4, seq(set(seq(oid('2.5.4.10'), printable('  EXAMPLE   inc ')))))] },
        { subject: seq(set(seq(oid('2.5.4.10'), utf8('Example Inc')))) },
      ),
    'valid',
  ],
]);

const PRIVATE = '1.3.6.1.4.1.55555.3';
const PAIR = { permitted: [dns('example.com')], excluded: [otherName(PRIVATE, NULL)] };
add('kinds that nobody can compare', [
  [
    'an other name where one is excluded',
    () => constrained(PAIR, { names: [dns('example.com'), otherName(PRIVATE, NULL)] }),
    'unsupported-constraint',
  ],
  ['no other name where one is excluded', () => constrained(PAIR, {}), 'valid'],
]);

add('where they count', [
  [
    'of the root',
    () => {
      const own = root({ more: [nc({ permitted: [dns('example.org')] })] });
      return { leaf: leaf(own), roots: [own] };
    },
    'name-constraints',
  ],
  [
    'over an authority in between',
    () => {
      const first = intermediate(PLAIN, {
        more: [nc({ permitted: [dns('ok.example.com')], excluded: [dns('bad.example.com')] })],
      });
      const second = intermediate(first, { more: [san([dns('bad.example.com')])] });
      return {
        leaf: leaf(second, { names: [dns('ok.example.com')] }),
        via: [first, second],
        roots: [PLAIN],
        ...host('ok.example.com'),
      };
    },
    'name-constraints',
  ],
  [
    'not over a self-issued authority',
    () => {
      const own = root({ subject: 'CN=not-example.com', more: [nc({ permitted: [dns('example.com')] })] });
      const again = intermediate(own, { subject: 'CN=not-example.com', more: [san([dns('not-example.com')])] });
      return { leaf: leaf(again), via: [again], roots: [own] };
    },
    'valid',
  ],
  [
    'over a self-issued leaf',
    () => {
      const own = root({ more: [nc({ permitted: [dns('example.com')] })] });
      const mid = intermediate(own, { subject: 'CN=x' });
      return {
        leaf: leaf(mid, { subject: 'CN=x', names: [dns('not-example.com')] }),
        via: [mid],
        roots: [own],
        ...host('not-example.com'),
      };
    },
    'name-constraints',
  ],
  ['narrowed below', () => narrowed(['foo.example.com', 'bar.example.com'], ['bar.example.com']), 'name-constraints'],
  [
    'not widened below',
    () => narrowed(['bar.example.com'], ['foo.example.com', 'bar.example.com']),
    'name-constraints',
  ],
  [
    'another way up is free of them',
    () => {
      const [a, b] = [root({ subject: 'CN=A' }), root({ subject: 'CN=B' })];
      const keys = ecKeys();
      const mid = intermediate(a, { subject: 'CN=mid', more: [nc({ excluded: [dns('forbidden.example.com')] })] });
      const first = intermediate(mid, { subject: 'CN=I', keys, more: [san([dns('forbidden.example.com')])] });
      const second = intermediate(b, { subject: 'CN=I', keys, more: [san([dns('free.example.com')])] });
      return { leaf: leaf(first), via: [mid, first, second], roots: [a, b] };
    },
    'valid',
  ],
] satisfies readonly Row[]);

function narrowed(upper: readonly string[], lower: readonly string[]): ChainCase {
  const first = intermediate(PLAIN, { more: [nc({ permitted: upper.map(dns) })] });
  const second = intermediate(first, { more: [nc({ permitted: lower.map(dns) })] });
  return {
    leaf: leaf(second, { names: [dns('foo.example.com')] }),
    via: [first, second],
    roots: [PLAIN],
    ...host('foo.example.com'),
  };
}
