/** One LDAP server: connected and bound. */
import { readFileSync } from 'node:fs';
import type { Client } from 'ldapts';
import { isFailure } from '../../expand/index.ts';
import type { LdapQuery } from './ldap-query.ts';
import { loadPeer } from './peer.ts';

/** Main options that have to do with TLS. */
export interface LdapTls {
  readonly startTls: boolean;
  readonly caFile?: string;
  readonly requireCert: boolean;
}

const CONNECT_TIMEOUT_MS = 5000;
const OPERATION_TIMEOUT_MS = 30_000;

export const loadLdap = () => loadPeer('ldap', 'ldapts', async () => (await import('ldapts')).Client);

/**
 * @param server  `host:port`, or a path
 * @throws the library's error
 */
export async function openLdap(server: string, query: LdapQuery, tls: LdapTls): Promise<Client> {
  const loaded = await loadLdap();
  if (isFailure(loaded)) throw new Error(loaded.message);
  const isPath = server.startsWith('/');
  const scheme = query.scheme === 'ldaps' && !isPath ? 'ldaps' : 'ldap';
  const tlsOptions = {
    rejectUnauthorized: tls.requireCert,
    ...(tls.caFile !== undefined && { ca: readFileSync(tls.caFile) }),
  };
  const client = new loaded({
    url: `${scheme}://${isPath ? 'localhost' : server}`,
    connectTimeout: query.netTimeSeconds * 1000 || CONNECT_TIMEOUT_MS,
    timeout: query.timeLimitSeconds * 1000 || OPERATION_TIMEOUT_MS,
    strictDN: false,
    ...(scheme === 'ldaps' && { tlsOptions }),
    ...(isPath && { createConnection: await localSocket(server) }),
  });
  try {
    if (tls.startTls && scheme === 'ldap' && !isPath) await client.startTLS(tlsOptions);
    await client.bind(query.user, query.password);
  } catch (error) {
    client.unbind().catch(() => undefined);
    throw error;
  }
  return client;
}

async function localSocket(path: string) {
  const { connectLocal } = await import('../../../core/net/index.ts');
  return () => connectLocal(path);
}
