/** Names that worlds route by: hosts on loopback that are not this one, and what is wrong with names. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';

export async function startNames(context: Context): Promise<void> {
  const file = join(context.folder, 'root.zone');
  writeFileSync(file, ZONE);
  await startNamed(context, {
    addresses: [RESOLVERS.unbound],
    folder: context.folder,
    zones: [
      { name: '', file },
      // One that cannot be loaded: SERVFAIL.
      { name: 'broken.test', file: join(context.folder, 'missing.zone') },
    ],
  });
}

const ZONE = `$TTL 300
. SOA ns.test. host.test. 7 3600 600 86400 60
. NS ns.test.
ns.test. A 127.0.0.1
broken.test. NS ns.test.

plain.test. MX 10 two.hosts.test.
two.hosts.test. A 127.0.0.2
three.hosts.test. A 127.0.0.3
both.hosts.test. A 127.0.0.2
both.hosts.test. AAAA 2001:db8::2
many.hosts.test. A 127.0.0.2
many.hosts.test. A 127.0.0.3
own.hosts.test. A 127.0.0.1
address.test. A 127.0.0.2
needsmx.test. A 127.0.0.3
six.test. MX 10 both.hosts.test.
six4.test. MX 10 both.hosts.test.
sixlast.test. MX 10 both.hosts.test.
secondary.test. MX 10 two.hosts.test.
secondary.test. MX 20 own.hosts.test.
notsecondary.test. MX 10 two.hosts.test.
_smtp._tcp.service.test. SRV 10 0 25 three.hosts.test.
service.test. MX 10 two.hosts.test.
noservice.test. MX 10 two.hosts.test.
null.test. MX 0 .
gone.test. MX 10 nowhere.hosts.test.
ignored.test. MX 10 two.hosts.test.
ignored.test. MX 20 three.hosts.test.
allignored.test. MX 10 two.hosts.test.
self.test. MX 10 own.hosts.test.
selfpass.test. MX 10 own.hosts.test.
selfdefer.test. MX 10 own.hosts.test.
wide.sub.wider.test. MX 10 two.hosts.test.
plainly.sub.wider.test. MX 10 two.hosts.test.
copied.test. MX 10 two.hosts.test.
`;
