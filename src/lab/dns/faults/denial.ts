/** Proofs of absence that are missing, beside the point, or too dear (RFC 4035 §5.4, RFC 5155 §8, RFC 9276). */
import { RR } from '../../../core/dns/index.ts';
import type { Zone } from '../types.ts';
import { withDenial, withServer, withSigning } from './design.ts';
import type { ZoneFault } from './types.ts';

/** The most that RFC 5155 §10.3 allowed for the longest keys. */
const DEAR_ITERATIONS = 2500;

export const denialFaults: readonly ZoneFault[] = [
  {
    name: 'missing-denial',
    about: 'answers that say "no" come without NSEC or NSEC3',
    seenIn: 'denials',
    status: 'bogus',
    refs: ['RFC 4035 §3.1.3'],
    spoil: (design) =>
      withDenial(design, () => ({ noType: () => [], noName: () => [], noWildcardType: () => [], noCloser: () => [] })),
  },
  {
    name: 'wrong-denial',
    about: 'answers that say "no" come with the NSEC or NSEC3 of another name',
    seenIn: 'denials',
    status: 'bogus',
    refs: ['RFC 4035 §5.4'],
    spoil: (design) =>
      withDenial(design, (denial, { name }) => ({
        noType: () => denial.noType(name),
        noName: () => denial.noType(name),
        noWildcardType: () => denial.noType(name),
      })),
  },
  {
    name: 'no-wildcard-proof',
    about: 'answers made from a wildcard come without the proof that there is no closer name',
    seenIn: 'wildcards',
    status: 'bogus',
    refs: ['RFC 4035 §3.1.3.3', 'RFC 5155 §7.2.6'],
    spoil: (design) => withDenial(design, () => ({ noCloser: () => [] })),
  },
  {
    name: 'hidden-tlsa',
    about: 'the servers deny TLSA records that the zone has, as who wants mail in clear would',
    seenIn: 'tlsa',
    status: 'bogus',
    refs: ['RFC 4035 §5.4', 'RFC 7672 §2.1.2'],
    spoil: (design) => withServer(design, without(RR.TLSA)),
  },
  {
    name: 'nsec3-iterations',
    about: `NSEC3 with ${DEAR_ITERATIONS} iterations: its denials are not worth their price`,
    seenIn: 'denials',
    status: 'insecure',
    refs: ['RFC 9276 §3.2', 'CVE-2023-50868'],
    spoil: (design) => withSigning(design, () => ({ denial: 'nsec3', iterations: DEAR_ITERATIONS })),
  },
];

function without(type: number): (zone: Zone) => Partial<Zone> {
  return (zone) => ({
    node: (name) => {
      const node = zone.node(name);
      return node?.has(type) ? new Map([...node].filter(([present]) => present !== type)) : node;
    },
  });
}
