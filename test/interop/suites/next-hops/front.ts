/** What stands before the next hops: `mxray serve`, a router and a transport for each of them. */
import { join } from 'node:path';
import { MailServer } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { type Hops, LMTP, PASSWORD, USER } from './servers.ts';

export const PORT = 2770;

export async function startFront(context: Context, hops: Hops): Promise<MailServer> {
  const server = new MailServer({
    folder: join(context.folder, 'front'),
    port: PORT,
    delivers: true,
    workers: 1,
    more: configuration(hops),
  });
  context.atEnd(() => server.stop());
  await server.start();
  return server;
}

const configuration = ({ authority, socket }: Hops): string => `
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
log_selector = +smtp_confirmation +tls_certificate_verified +delivery_size
smtp_accept_queue_per_connection = 0
queue_run_interval = 1s
begin routers
verified:
  driver = dnslookup
  domains = exim.test : postfix.test : wrong.test
  transport = verified
plain:
  driver = dnslookup
  domains = opensmtpd.test
  transport = plain
lmtp:
  driver = manualroute
  domains = lmtp.test
  route_list = * ${LMTP.address}::${LMTP.port} byname
  transport = over_tcp
box:
  driver = accept
  domains = box.test
  transport = over_socket
begin transports
verified:
  driver = smtp
  hosts_require_tls = *
  tls_verify_certificates = ${authority}
  tls_verify_hosts = *
  hosts_try_auth = mx.exim.test
  hosts_try_prdr = *
plain:
  driver = smtp
  hosts_avoid_tls = *
over_tcp:
  driver = smtp
  protocol = lmtp
over_socket:
  driver = lmtp
  socket = ${socket}
begin authenticators
known:
  driver = plaintext
  public_name = PLAIN
  client_send = ^${USER}^${PASSWORD.replace(',', ',')}
begin retry
* * F,1h,1s
`;
