/** A connection as lines of the log show it. */
import { type AuthFacts, type Connection, cipherText, type IncomingMessage, type TlsFacts } from '../facts/index.ts';
import type { AuthFacts as AuthLogFacts, HostFacts, RejectedMessage, TlsFacts as TlsLogFacts } from '../log/index.ts';

export function hostFacts({ client, local, hostName, isNameUntold, helo, ident, claimed }: Connection): HostFacts {
  const found = hostName?.kind === 'found' && isNameUntold !== true ? hostName : undefined;
  return {
    address: client?.address,
    port: client?.port,
    name: found?.name,
    dnssec: found?.dnssec,
    helo: helo?.name,
    ident,
    interface: local,
    ...(claimed?.includes('host') === true && { isSaid: true }),
  };
}

export interface WhoFacts {
  readonly host: HostFacts;
  readonly tls?: TlsLogFacts;
  readonly auth?: AuthLogFacts;
}

/** Who, in lines about what the client did. @param sender  that MAIL said who has authenticated */
export function whoFacts(connection: Connection, sender: string | undefined): WhoFacts {
  const { tls, auth } = connection;
  return {
    host: hostFacts(connection),
    ...(tls !== undefined && { tls: tlsFacts(tls) }),
    ...(auth !== undefined && { auth: authFacts(auth, sender) }),
  };
}

const tlsFacts = (tls: TlsFacts): TlsLogFacts => ({
  cipher: cipherText(tls),
  verified: tls.verified,
  ...(tls.peerDn !== undefined && { peerDn: tls.peerDn }),
  ...(tls.sni !== undefined && { sni: tls.sni }),
  resumed: (tls.resumption & 16) !== 0,
});

const authFacts = ({ authenticator, id }: AuthFacts, sender: string | undefined): AuthLogFacts => ({
  name: authenticator,
  ...(id !== undefined && { id }),
  ...(sender !== undefined && { sender }),
});

/** What stands below a line of the reject log, once the header has come. */
export const rejectedMessage = (message: IncomingMessage | undefined): RejectedMessage => ({
  sender: message?.sender ?? '',
  recipients: message?.recipients.map(({ address }) => address) ?? [],
  headers: message?.headers ?? [],
});
