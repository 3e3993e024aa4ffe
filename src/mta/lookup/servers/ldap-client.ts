/** One LDAP server: connected and bound. */
import type { Client } from 'ldapts';
import { isFailure } from '../../expand/index.ts';
import type { LdapQuery } from './ldap-query.ts';
import type { LdapTls } from './ldap-tls.ts';
import { loadPeer, reasonOf } from './peer.ts';

const CONNECT_TIMEOUT_MS = 5000;
const OPERATION_TIMEOUT_MS = 30_000;

export const loadLdap = () => loadPeer('ldap', 'ldapts', async () => (await import('ldapts')).Client);

/** The connection is there, and TLS on it is not. */
export class TlsRefusal extends Error {}

/**
 * @param server  `host:port`, or a path
 * @throws TlsRefusal, or the library's error
 */
export async function openLdap(server: string, query: LdapQuery, tls: LdapTls): Promise<Client> {
  const loaded = await loadLdap();
  if (isFailure(loaded)) throw new Error(loaded.message);
  const isPath = server.startsWith('/');
  const scheme = query.scheme === 'ldaps' && !isPath ? 'ldaps' : 'ldap';
  const client = new loaded({
    url: `${scheme}://${isPath ? 'localhost' : server}`,
    connectTimeout: query.netTimeSeconds * 1000 || CONNECT_TIMEOUT_MS,
    timeout: query.timeLimitSeconds * 1000 || OPERATION_TIMEOUT_MS,
    strictDN: false,
    ...(scheme === 'ldaps' && { tlsOptions: tls.options() }),
    ...(isPath && { createConnection: await localSocket(server) }),
  });
  try {
    if (tls.startTls && scheme === 'ldap' && !isPath) await startTls(client, server, tls);
    await client.bind(query.user, query.password);
  } catch (error) {
    client.unbind().catch(() => undefined);
    throw error;
  }
  return client;
}

async function startTls(client: Client, server: string, { options }: LdapTls): Promise<void> {
  try {
    await client.startTLS({ host: hostOf(server), ...options() });
  } catch (error) {
    throw new TlsRefusal(reasonOf(error));
  }
}

/** The name that the certificate has to have. */
const hostOf = (server: string): string => server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

async function localSocket(path: string) {
  const { connectLocal } = await import('../../../core/net/index.ts');
  return () => connectLocal(path);
}
