/** `ldap`, `ldapm`, `ldapdn`: entries of a directory, found by a URL. */
import type { Entry } from 'ldapts';
import { deferred } from '../../expand/index.ts';
import type { Attempt } from '../servers/ask.ts';
import { createConnections } from '../servers/connections.ts';
import { openLdap } from '../servers/ldap-client.ts';
import { attributesOf, formatEntry } from '../servers/ldap-entries.ts';
import { type LdapQuery, parseLdapQuery } from '../servers/ldap-query.ts';
import { askLdapServers, codeOf, notOpened, shown, wordsOf } from '../servers/ldap-servers.ts';
import type { LdapTls } from '../servers/ldap-tls.ts';
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
  option: 'ldap_default_servers',
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

async function find(question: DriverQuestion, ports: LookupPorts, format: Format): Promise<DriverAnswer> {
  const query = parseLdapQuery(question.key);
  if ('kind' in query) return query;
  return askLdapServers(query, ports, async (place, tls) =>
    isBalanced(query.filter) ? ask(place, query, tls, format) : BAD_FILTER,
  );
}

/** A connection from before may be dead, and a new one not. */
async function ask(place: string, query: LdapQuery, tls: LdapTls, format: Format): Promise<Attempt> {
  const name = [query.scheme, place, query.user, query.password, tls.name].join('\n');
  const wasThere = servers.has(name);
  const tried = await once(name, place, query, tls, format);
  return tried.kind === 'next' && wasThere ? once(name, place, query, tls, format) : tried;
}

async function once(name: string, place: string, query: LdapQuery, tls: LdapTls, format: Format): Promise<Attempt> {
  let client: Client;
  try {
    client = await servers.get(name, () => openLdap(place, query, tls));
  } catch (error) {
    return notOpened(error, place);
  }
  try {
    // The library would connect again by itself, and neither start TLS nor bind.
    if (!client.isBound) throw new Error("Can't contact LDAP server");
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

function answerOf(entries: readonly Entry[], query: LdapQuery, format: Format, server: string): DriverAnswer {
  if (entries.length > 1 && !format.several) return deferred(tooMany(entries.length));
  const text = entries.length === 0 ? undefined : format.text(entries, query);
  const dn = entries.at(-1)?.dn;
  return text === undefined
    ? { kind: 'not-found', server }
    : { kind: 'found', text, server, ...(dn !== undefined && { distinguishedName: toOctets(dn) }) };
}

const tooMany = (count: number): string =>
  `LDAP search: more than one entry (${count}) was returned (filter not specific enough?)`;

const BAD_FILTER: Attempt = { kind: 'next', message: 'ldap_search failed: -7, Bad search filter' };

/** Parentheses of a value are escapes: those that are left are the filter's own. The library minds none that is missing. */
function isBalanced(filter: string): boolean {
  let depth = 0;
  for (const char of filter) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** RFC 4511 §A.1: noSuchObject and its kin say that there is none. */
const isNameError = (code: number): boolean => code >= 32 && code <= 36;

function judge(error: unknown, name: string, server: string): Attempt {
  const code = codeOf(error);
  if (code === undefined && /paren|filter|expression/i.test(reasonOf(error))) {
    return BAD_FILTER;
  }
  if (code === undefined) {
    servers.drop(name);
    return { kind: 'next', message: `ldap_result failed: ${systemErrorOf(error)?.words ?? reasonOf(error)}` };
  }
  if (isNameError(code)) return { kind: 'not-found', server };
  return { kind: 'next', message: `LDAP search failed - error ${code}: ${wordsOf(error)}` };
}
