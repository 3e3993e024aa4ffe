/**
 * What `lab break DOMAIN FAULT` knows: every fault is a change to the domain's row, so that breaking is building the
 * domain again from the changed row, and fixing is building it from the catalogue's.
 */
import { ZONE_FAULTS } from '../dns/index.ts';
import { MOODS } from '../smtp/index.ts';
import { DELIVERIES, OCSP_MOODS } from '../web/index.ts';
import type { DomainRow, HostRow } from './types.ts';

export interface Fault {
  readonly name: string;
  readonly about: string;
  /** Status: what the responder says or the server staples. */
  readonly kind: 'server' | 'certificate' | 'record' | 'zone' | 'status';
  readonly spoil: (row: DomainRow) => DomainRow;
}

/** What breaks when no fault is named: the classic. */
export const DEFAULT_FAULT = 'stale-tlsa';

/** Moods of the responder that happen to real ones, and such as servers staple. */
const RESPONDER_FAULTS = [
  ...['revoked', 'on-hold', 'unknown', 'unauthorized', 'try-later', 'expired', 'bad-signature', 'signer-expiring'],
  ...['garbage', 'html', 'server-error', 'slow', 'hang-up'],
] as const;
const STAPLE_FAULTS = ['good', 'revoked', 'expired', 'bad-signature', 'signer-expiring', 'wrong-serial'] as const;

export const FAULTS: readonly Fault[] = [
  records('stale-tlsa', 'the key was changed and the TLSA record was not', ['3 1 1 old']),
  records('no-tlsa', 'the TLSA records are gone', []),
  records('unusable-tlsa', 'only a usage 1 record is left', ['1 1 1']),
  certificate('wrong-name', 'the certificate names another host (it matters under DANE-TA)', {
    certificateNames: ['elsewhere.test'],
  }),
  certificate('expired-certificate', 'the certificate ended yesterday (it matters under DANE-TA)', { expired: true }),
  certificate('leaf-only', 'the server sends no CA certificate (it matters under DANE-TA)', { chain: 'leaf-only' }),
  certificate('self-signed', 'the certificate is signed by its own key', { issuer: 'self' }),
  certificate('stranger', 'the certificate is issued by a root that nobody trusts', { issuer: 'stranger' }),
  certificate('expired-intermediate', 'the intermediate ended yesterday', { issuer: 'former' }),
  certificate('must-staple', 'the certificate demands a proof, and the server staples none', {
    template: { mustStaple: true },
  }),
  ...RESPONDER_FAULTS.map((mood) => status(`ocsp-${mood}`, `the responder: ${aboutMood(mood)}`, { ocsp: mood })),
  ...STAPLE_FAULTS.map((mood) => status(`staple-${mood}`, `the server staples: ${aboutMood(mood)}`, { staple: mood })),
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

function status(name: string, about: string, change: Partial<HostRow>): Fault {
  return { name, about, kind: 'status', spoil: (row) => eachHost(row, change) };
}

function aboutMood(name: string): string {
  return [...OCSP_MOODS, ...DELIVERIES].find((mood) => mood.name === name)!.about;
}
