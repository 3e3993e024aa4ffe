/** The policy hosts of the lab: one HTTPS server for all of them, which tells them apart by SNI and Host. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { formatPem } from '../../core/pki/issue.ts';
import type { LabCa, LeafSpec } from '../ca/index.ts';

/** What a policy host serves, and how; absent parts are as they should be. */
export interface PolicySite {
  /** Body of the file. */
  readonly text: string;
  readonly status?: number;
  readonly mediaType?: string;
  /** Its name is an alias of another in the zone. */
  readonly isAlias?: boolean;
  /** Of a redirect. */
  readonly location?: string;
  /** Where its certificate departs from one for the policy host. */
  readonly certificate?: Partial<Pick<LeafSpec, 'names' | 'expired' | 'issuer' | 'template'>>;
}

export interface PolicyServer {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

const PATH = '/.well-known/mta-sts.txt';
const MAX_CONNECTIONS = 512;

/**
 * @param sites  by name of the policy host
 * @param port   on 127.0.0.1; any that is free when absent
 */
export async function startPolicyServer(
  sites: ReadonlyMap<string, PolicySite>,
  ca: LabCa,
  port = 0,
): Promise<PolicyServer> {
  const open = new Set<Socket>();
  const contexts = contextSource(sites, ca);
  const server = createServer(
    { SNICallback: (name, done) => contexts(name).then((context) => done(null, context), done) },
    (request, response) => serve(sites.get(hostOf(request)), request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on('tlsClientError', () => {}); // one that does not like the certificate is what some are for
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

const hostOf = ({ headers }: IncomingMessage): string => (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();

/** Certificates are made when first asked for: most runs want none. */
function contextSource(
  sites: ReadonlyMap<string, PolicySite>,
  ca: LabCa,
): (name: string) => Promise<SecureContext | undefined> {
  const made = new Map<string, Promise<SecureContext>>();
  return async (name) => {
    const site = sites.get(name);
    if (site === undefined) return undefined;
    const context = made.get(name) ?? contextFor(name, site, ca);
    made.set(name, context);
    return context;
  };
}

async function contextFor(name: string, { certificate }: PolicySite, ca: LabCa): Promise<SecureContext> {
  const { keyPem, chain } = await ca.issue({ keyType: 'p256', names: [name], ...certificate });
  return createSecureContext({ key: keyPem, cert: chain.map((der) => formatPem('CERTIFICATE', der)).join('') });
}

function serve(site: PolicySite | undefined, request: IncomingMessage, response: ServerResponse): void {
  response.on('error', () => {});
  if (site === undefined || request.url !== PATH) return void response.writeHead(404).end();
  const { text, status = 200, mediaType = 'text/plain; charset=utf-8', location } = site;
  const body = Buffer.from(text);
  response.writeHead(status, {
    'content-type': mediaType,
    'content-length': body.length,
    ...(location !== undefined && { location }),
  });
  response.end(body);
}
