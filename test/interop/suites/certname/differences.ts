/** Where verifiers differ from the rule that bears their name; each with its reason, and anything else is a failure. */
import { programs } from '../../peers/programs.ts';
import { isAddress, type Pair } from './pairs.ts';

interface Difference {
  readonly why: string;
  readonly where: (pair: Pair) => boolean;
}

/** Undefined: it does not. Debian's Exim leaves the comparison to GnuTLS. */
export const whyEximDiffers = (pair: Pair): string | undefined => EXIM.find(({ where }) => where(pair))?.why;

const on = (certificates: readonly string[], names: readonly string[]): Difference['where'] => {
  return ({ certificate, name }) => certificates.includes(certificate) && names.includes(name);
};
const HOST = 'mx.example.org';

const EXIM: readonly Difference[] = [
  {
    why: 'GnuTLS lets a wildcard begin a label that goes on (*1.example.org)',
    where: (pair) =>
      on(['partial wildcard at the start'], ['mx1.example.org', 'mx-1.example.org'])(pair) ||
      on(['partial wildcard before a hyphen'], ['mx-1.example.org'])(pair),
  },
  {
    why: 'GnuTLS does not look at the common name beside an address, a URI or another name in the subject alternative name',
    where: on(['address beside the common name', 'common name beside a URI', 'common name beside an SRV-ID'], [HOST]),
  },
  {
    why: 'GnuTLS takes a subject with two common names for one without',
    where: on(['first of two common names', 'last of two common names'], [HOST, 'other.example']),
  },
  {
    why: 'GnuTLS does not read a common name that is a UniversalString or an IA5String',
    where: on(['common name as UniversalString', 'common name as IA5String'], [HOST]),
  },
  {
    why: 'GnuTLS takes a host that is written as an address for an address, and compares it with iPAddress',
    where: on(['loopback address'], ['127.0.0.1']),
  },
];

/** Node 22.23 reads the host as a domain name first, which loses IPv6 addresses; Node 24 has it right again. */
export const whyNodeDiffers = (node: string, { name, certificate }: Pair): string | undefined => {
  const isLost = node === programs.node22 && isAddress(name) && name.includes(':');
  const namesIt =
    certificate === 'IPv6 address' ? '2001:db8::1' : certificate === 'mapped address' ? '::ffff:192.0.2.1' : '';
  return isLost && name === namesIt ? 'Node 22 finds no IPv6 address in a certificate' : undefined;
};
