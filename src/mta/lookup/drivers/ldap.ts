/** `ldap`, `ldapm`, `ldapdn`: entries of a directory, found by a URL. */
import type { Entry } from 'ldapts';
import { deferred, isFailure, readList } from '../../expand/index.ts';
import type { Attempt } from '../servers/ask.ts';
import { createConnections } from '../servers/connections.ts';
import { type LdapTls, loadLdap, openLdap } from '../servers/ldap-client.ts';
import { attributesOf, formatEntry } from '../servers/ldap-entries.ts';
import { type LdapQuery, parseLdapQuery } from '../servers/ldap-query.ts';
import { toOctets } from '../servers/octets.ts';
import { reasonOf } from '../servers/peer.ts';
import { systemErrorOf } from '../servers/system-error.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver, LookupPorts } from '../types.ts';

type Client = Awaited<ReturnType<typeof openLdap>>;
const servers = createConnections<Client>((client) => client.unbind());

const driver = (name: string, doc: string, format: Format): LookupDriver => ({
  name,
  style: 'query',
  doc,
  find: (question, ports) => find(question, ports, format),
  close: servers.close,
});

interface Format {
  readonly several: boolean;
  readonly text: (entries: readonly Entry[], query: LdapQuery) => string | undefined;
}

const values: Format['text'] = (entries, { attributes }) => {
  const found = entries.map(attributesOf);
  if (found.every((each) => each.length === 0)) return undefined;
  return found.map((each) => formatEntry(each, attributes.length)).join('\n');
};

export const ldap = driver(
  'ldap',
  'One entry of a directory, found by an LDAP URL: its attributes. Several entries are a mistake.',
  { several: false, text: values },
);
export const ldapm = driver('ldapm', 'Entries of a directory, found by an LDAP URL: a line for each.', {
  several: true,
  text: values,
});
export const ldapdn = driver('ldapdn', 'One entry of a directory, found by an LDAP URL: its distinguished name.', {
  several: false,
  text: (entries) => entries.map(({ dn }) => toOctets(dn)).join('\n'),
});

async function find({ key }: DriverQuestion, ports: LookupPorts, format: Format): Promise<DriverAnswer> {
  const query = parseLdapQuery(key);
  if ('kind' in query) return query;
  const loaded = await loadLdap();
  if (isFailure(loaded)) return loaded;
  const configured = query.servers ?? (await ports.option('ldap_default_servers'));
  const places = query.server === undefined ? readList(configured ?? 'localhost').items : [query.server];
  const tls = await tlsOf(ports);
  let last = deferred('no LDAP servers defined (ldap_default_servers option)');
  for (const place of places) {
    const attempt = await ask(place, query, tls, format);
    if (attempt.kind !== 'next') return attempt;
    last = deferred(attempt.message);
  }
  return last;
}

async function tlsOf({ option }: LookupPorts): Promise<LdapTls> {
  const caFile = await option('ldap_ca_cert_file');
  const require = await option('ldap_require_cert');
  return {
    startTls: /^(yes|true)$/.test((await option('ldap_start_tls')) ?? ''),
    requireCert: require === undefined || require === 'hard' || require === 'demand',
    ...(caFile !== undefined && { caFile }),
  };
}

/** A connection from before may be dead, and a new one not. */
async function ask(place: string, query: LdapQuery, tls: LdapTls, format: Format): Promise<Attempt> {
  if (query.scheme === 'ldapi' && !place.startsWith('/')) {
    return { kind: 'next', message: `ldapi requires an absolute path ("${place}" given)` };
  }
  const name = [query.scheme, place, query.user, query.password].join('\n');
  const wasThere = servers.has(name);
  const tried = await once(name, place, query, tls, format);
  return tried.kind === 'next' && wasThere ? once(name, place, query, tls, format) : tried;
}

async function once(name: string, place: string, query: LdapQuery, tls: LdapTls, format: Format): Promise<Attempt> {
  let client: Client;
  try {
    client = await servers.get(name, () => openLdap(place, query, tls));
  } catch (error) {
    return { kind: 'next', message: `failed to bind the LDAP connection to server ${shown(place)} - ${whyNot(error)}` };
  }
  try {
    const { searchEntries } = await client.search(query.base, {
      scope: query.scope,
      filter: query.filter,
      attributes: [...query.attributes],
      sizeLimit: query.sizeLimit,
      timeLimit: query.timeLimitSeconds,
      derefAliases: query.dereference,
    });
    return answerOf(searchEntries, query, format, shown(place));
  } catch (error) {
    return judge(error, name, shown(place));
  }
}

const shown = (place: string): string => (place.startsWith('/') || /:\d+$/.test(place) ? place : `${place}:389`);

function answerOf(entries: readonly Entry[], query: LdapQuery, format: Format, server: string): DriverAnswer {
  if (entries.length > 1 && !format.several) return deferred(tooMany(entries.length));
  const text = entries.length === 0 ? undefined : format.text(entries, query);
  return text === undefined ? { kind: 'not-found', server } : { kind: 'found', text, server };
}

const tooMany = (count: number): string =>
  `LDAP search: more than one entry (${count}) was returned (filter not specific enough?)`;

/** RFC 4511 §A.1: noSuchObject and its kin say that there is none. */
const isNameError = (code: number): boolean => code >= 32 && code <= 36;

function judge(error: unknown, name: string, server: string): Attempt {
  const code = codeOf(error);
  if (code === undefined && /paren|filter|expression/i.test(reasonOf(error))) {
    return { kind: 'next', message: 'ldap_search failed: -7, Bad search filter' };
  }
  if (code === undefined) {
    servers.drop(name);
    return { kind: 'next', message: `ldap_result failed: ${systemErrorOf(error)?.words ?? reasonOf(error)}` };
  }
  if (isNameError(code)) return { kind: 'not-found', server };
  return { kind: 'next', message: `LDAP search failed - error ${code}: ${wordsOf(error)}` };
}

/** A result of the server; the library has one of its own for each, named as it is. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && error.code < 0x80
    ? error.code
    : undefined;
}

/** `InvalidCredentialsError` → `Invalid credentials`, as OpenLDAP has it. */
function wordsOf(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name.replace(/Error$/, '') : '';
  const words = name.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words;
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? 'ldap_bind() returned -1' : `LDAP error ${code}: ${wordsOf(error)}`;
}
