/** LDAP servers in turn, and what is said of those that cannot be reached. */
import { deferred, isFailure, readList } from '../../expand/index.ts';
import type { DriverAnswer, LookupPorts } from '../types.ts';
import { type Attempt, inTurn } from './ask.ts';
import { loadLdap, TlsRefusal } from './ldap-client.ts';
import type { LdapQuery } from './ldap-query.ts';
import { type LdapTls, readLdapTls } from './ldap-tls.ts';
import { reasonOf } from './peer.ts';
import { systemErrorOf } from './system-error.ts';

type Asks = (place: string, tls: LdapTls) => Promise<Attempt>;

/** The server of the URL; else those of the query, else those of the configuration, else this host. */
export async function askLdapServers(query: LdapQuery, ports: LookupPorts, asks: Asks): Promise<DriverAnswer> {
  const loaded = await loadLdap();
  if (isFailure(loaded)) return loaded;
  if ((await ports.option('ldap_version')) === '2') return deferred('LDAP version 2 is not spoken, but 3 is');
  const configured = query.servers ?? (await ports.option('ldap_default_servers'));
  const places = query.server === undefined ? readList(configured ?? 'localhost').items : [query.server];
  const tls = await readLdapTls(ports);
  const nobody = deferred('no LDAP servers defined (ldap_default_servers option)');
  return inTurn(places, async (place) => refusePlace(query, place) ?? asks(place, tls), nobody);
}

const refusePlace = ({ scheme }: LdapQuery, place: string): Attempt | undefined =>
  scheme === 'ldapi' && !place.startsWith('/')
    ? { kind: 'next', message: `ldapi requires an absolute path ("${place}" given)` }
    : undefined;

export function notOpened(error: unknown, place: string): Attempt {
  const detail = systemErrorOf(error)?.words ?? reasonOf(error);
  if (error instanceof TlsRefusal) {
    const what = 'failed to initiate TLS processing on an LDAP session to server';
    const message = `${what} ${shown(place)} - ldap_start_tls_s() returned -11: Connect error`;
    return { kind: 'next', message, detail: `${what} ${shown(place)}: ${detail}` };
  }
  const what = `failed to bind the LDAP connection to server ${shown(place)}`;
  return { kind: 'next', message: `${what} - ${whyNot(error)}`, detail: `${what}: ${detail}` };
}

export const shown = (place: string): string => (place.startsWith('/') || /:\d+$/.test(place) ? place : `${place}:389`);

/** A result of the server; the library has one of its own for each, named as it is. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && error.code < 0x80
    ? error.code
    : undefined;
}

/** `InvalidCredentialsError` → `Invalid credentials`, as OpenLDAP has it. */
export function wordsOf(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name.replace(/Error$/, '') : '';
  const words = name.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words;
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? 'ldap_bind() returned -1' : `LDAP error ${code}: ${wordsOf(error)}`;
}
