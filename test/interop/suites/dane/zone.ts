/** The names of the cases: a host per case and server, with its TLSA records. */
import { RR } from '../../../../src/core/dns/index.ts';
import type { ZoneRow } from '../../world/types.ts';
import { withBrokenSignatures } from '../validation/faults.ts';
import type { DaneCase } from './cases.ts';
import type { Identity } from './identities.ts';
import { addressOf, SERVERS, type Server } from './servers.ts';

const SIGNED = 'dane.alpha';
const UNSIGNED = 'plain.alpha';
const BOGUS = 'bogus.alpha';

/** What good certificates are for. */
export const CERTIFICATE_NAMES = [SIGNED, UNSIGNED, BOGUS].flatMap((zone) =>
  SERVERS.map(({ name }) => `*.${name}.${zone}`),
);

export function hostName({ name, dns }: DaneCase, server: Server): string {
  return `${name}.${server.name}.${zoneOf(dns)}`;
}

export function daneZones(cases: readonly DaneCase[], identities: readonly Identity[]): readonly ZoneRow[] {
  const linesOf = (zone: string): readonly string[] => {
    const here = cases.filter(({ dns }) => zoneOf(dns) === zone);
    return SERVERS.flatMap((server) => here.flatMap((one) => caseLines(one, server, identities)));
  };
  const signing = { signer: 'bind', algorithm: 13, denial: 'nsec' } as const;
  return [
    { name: SIGNED, server: 'named', signing, lines: linesOf(SIGNED) },
    { name: UNSIGNED, server: 'named', lines: linesOf(UNSIGNED) },
    // Addresses are sound there, so that it is the TLSA look-up that fails.
    { name: BOGUS, server: 'nsd', signing, lines: linesOf(BOGUS), edit: withBrokenSignatures({ type: RR.TLSA }) },
  ];
}

function zoneOf(dns: DaneCase['dns']): string {
  if (dns === 'unsigned-zone') return UNSIGNED;
  return dns === 'bogus' ? BOGUS : SIGNED;
}

function caseLines(one: DaneCase, server: Server, identities: readonly Identity[]): readonly string[] {
  const label = `${one.name}.${server.name}`;
  const { parts } = identities.find(({ name }) => name === one.identity)!;
  const records = one.records(parts);
  const address = `A ${addressOf(server, one.identity)}`;
  const at = (name: string): readonly string[] => records.map((record) => `${name} TLSA ${record}`);
  const base = `_${server.port}._tcp.${label}`;
  if (one.dns === 'alias-record')
    return [`${label} ${address}`, `${base} CNAME shared.${label}`, ...at(`shared.${label}`)];
  if (one.dns === 'alias-host')
    return [`${label} CNAME real.${label}`, `real.${label} ${address}`, ...at(`_${server.port}._tcp.real.${label}`)];
  return [`${label} ${address}`, ...at(base)];
}
