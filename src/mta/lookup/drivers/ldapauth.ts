/** `ldapauth`, which the condition of that name asks: a bind with the user and the password of a query. */
import { deferred } from '../../expand/index.ts';
import { createConnections } from '../servers/connections.ts';
import { openLdap } from '../servers/ldap-client.ts';
import { parseLdapQuery } from '../servers/ldap-query.ts';
import { askLdapServers, codeOf, notOpened, shown } from '../servers/ldap-servers.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver, LookupPorts } from '../types.ts';

const binds = createConnections<Awaited<ReturnType<typeof openLdap>>>((client) => client.unbind());

export const ldapauth: LookupDriver = {
  name: 'ldapauth',
  style: 'query',
  doc: 'Does an LDAP server take a user and a password?',
  ofCondition: true,
  find: authenticate,
  close: binds.close,
};

/** Does a server take the user and the password? Each question is a connection of its own. */
async function authenticate({ key }: DriverQuestion, ports: LookupPorts): Promise<DriverAnswer> {
  const query = parseLdapQuery(key);
  if ('kind' in query) return query;
  if (query.user === '' || !/(?:^|\s)pass=/i.test(key)) {
    return deferred('ldapauth lookups must specify the username and password');
  }
  // An anonymous bind proves nothing.
  if (query.password === '') return NOT_TAKEN;
  return askLdapServers(query, ports, async (place, tls) => {
    const name = nextName();
    try {
      await binds.get(name, () => openLdap(place, query, tls));
      return { kind: 'found', text: 'true', server: shown(place), keepSeconds: 0 };
    } catch (error) {
      return codeOf(error) === INVALID_CREDENTIALS ? NOT_TAKEN : notOpened(error, place);
    } finally {
      binds.drop(name);
    }
  });
}

let count = 0;
const nextName = (): string => {
  count += 1;
  return String(count);
};

/** RFC 4511 §4.1.9. */
const INVALID_CREDENTIALS = 49;
const NOT_TAKEN: DriverAnswer = { kind: 'not-found', keepSeconds: 0 };
