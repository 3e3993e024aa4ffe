/** Postfix as a client: an instance of its own that takes mail on loopback and relays all of it to one server. */
import { join } from 'node:path';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { startPostfixInstance } from './postfix-instance.ts';

const LISTENS = 2526;

/** @returns the port on which it takes mail */
export async function startPostfixRelay(context: Context, port: number): Promise<number> {
  await startPostfixInstance(context, {
    folder: join(context.folder, 'postfix-relay'),
    main: mainConfiguration(port),
    services: SERVICES,
    ready: () => answersTcp('127.0.0.1', LISTENS, /^220 /),
  });
  return LISTENS;
}

const mainConfiguration = (port: number): string => `myhostname = postfix.invalid
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:${port}
inet_interfaces = loopback-only
smtp_tls_security_level = encrypt
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
`;

const SERVICES = `127.0.0.1:${LISTENS} inet n - n - - smtpd
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
`;
