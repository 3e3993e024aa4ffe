/** The three servers, with an address for every identity. */
import type { Context } from '../../framework/types.ts';
import { startExim } from '../../peers/exim.ts';
import { startSServer } from '../../peers/openssl.ts';
import { SMTP_PORT, startPostfix, type TlsListener } from '../../peers/postfix.ts';
import { IDENTITIES, type Identity, type IdentityName } from './identities.ts';

export interface Server {
  readonly name: 'postfix' | 'exim' | 's-server';
  readonly network: string;
  readonly port: number;
  /** `none`: TLS on connect. */
  readonly starttls: 'smtp' | 'none';
  readonly start: (context: Context, listeners: readonly TlsListener[]) => Promise<void>;
}

const SMTPS_PORT = 465;

export const SERVERS: readonly Server[] = [
  { name: 'postfix', network: '127.0.25', port: SMTP_PORT, starttls: 'smtp', start: startPostfix },
  { name: 'exim', network: '127.0.26', port: SMTP_PORT, starttls: 'smtp', start: startExim },
  {
    name: 's-server',
    network: '127.0.27',
    port: SMTPS_PORT,
    starttls: 'none',
    start: (context, listeners) => startSServer(context, listeners, SMTPS_PORT),
  },
];

export const addressOf = ({ network }: Server, identity: IdentityName): string =>
  `${network}.${IDENTITIES.indexOf(identity) + 1}`;

export async function startServers(context: Context, identities: readonly Identity[]): Promise<void> {
  for (const server of SERVERS) {
    const listeners = identities.map(({ name, chainFiles }) => ({ address: addressOf(server, name), chainFiles }));
    await server.start(context, listeners);
  }
}
