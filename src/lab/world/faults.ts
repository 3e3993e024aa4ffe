/**
 * What `lab break DOMAIN FAULT` knows: every fault is a change to the domain's row, so that breaking is building the
 * domain again from the changed row, and fixing is building it from the catalogue's.
 */
import { ZONE_FAULTS } from '../dns/index.ts';
import { MOODS } from '../smtp/index.ts';
import type { DomainRow, HostRow } from './types.ts';

export interface Fault {
  readonly name: string;
  readonly about: string;
  /** Moods and certificates spoil the hosts, the others the zone. */
  readonly kind: 'server' | 'certificate' | 'record' | 'zone';
  readonly spoil: (row: DomainRow) => DomainRow;
}

/** What breaks when no fault is named: the classic. */
export const DEFAULT_FAULT = 'stale-tlsa';

export const FAULTS: readonly Fault[] = [
  records('stale-tlsa', 'the key was changed and the TLSA record was not', ['3 1 1 old']),
  records('no-tlsa', 'the TLSA records are gone', []),
  records('unusable-tlsa', 'only a usage 1 record is left', ['1 1 1']),
  certificate('wrong-name', 'the certificate names another host (it matters under DANE-TA)', {
    certificateNames: ['elsewhere.test'],
  }),
  certificate('expired-certificate', 'the certificate ended yesterday (it matters under DANE-TA)', { expired: true }),
  certificate('leaf-only', 'the server sends no CA certificate (it matters under DANE-TA)', { chain: 'leaf-only' }),
  ...ZONE_FAULTS.map(
    ({ name, about }): Fault => ({
      name,
      about,
      kind: 'zone',
      spoil: (row) => ({ ...row, zone: { ...row.zone, fault: name } }),
    }),
  ),
  ...MOODS.filter(({ name }) => name !== 'ok').map(
    ({ name, about }): Fault => ({
      name,
      about: `the server ${about}`,
      kind: 'server',
      spoil: (row) => eachHost(row, { mood: name }),
    }),
  ),
];

export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name);
}

function eachHost(row: DomainRow, change: Partial<HostRow>): DomainRow {
  return { ...row, hosts: row.hosts.map((host) => ({ ...host, ...change })) };
}

function records(name: string, about: string, tlsa: readonly string[]): Fault {
  return { name, about, kind: 'record', spoil: (row) => eachHost(row, { tlsa }) };
}

function certificate(name: string, about: string, change: Partial<HostRow>): Fault {
  return { name, about, kind: 'certificate', spoil: (row) => eachHost(row, change) };
}
