/** The name server that dialogues ask: one zone for everything, and some names for which there is no answer but SERVFAIL. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { RESOLVERS } from '../../world/addresses.ts';

/** 10.1.2.3 is the client of most dialogues. Lists of hosts are below `bl`, those of names below `dbl`. */
const ZONE = `$TTL 300
. SOA ns.example. host.example. 7 3600 600 86400 60
. NS ns.example.
ns.example. A 127.0.0.1
client.example. A 10.1.2.3
3.2.1.10.in-addr.arpa. PTR client.example.
liar.example. A 192.0.2.77
4.2.1.10.in-addr.arpa. PTR liar.example.
5.2.1.10.in-addr.arpa. PTR nowhere.example.
two.example. A 10.1.2.6
also-two.example. A 10.1.2.6
6.2.1.10.in-addr.arpa. PTR two.example.
6.2.1.10.in-addr.arpa. PTR also-two.example.
six.example. AAAA 2001:db8::6
6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.example.
3.2.1.10.one.bl. A 127.0.0.2
3.2.1.10.one.bl. TXT "10.1.2.3 is listed"
3.2.1.10.many.bl. A 127.0.0.2
3.2.1.10.many.bl. A 127.0.0.4
3.2.1.10.many.bl. A 127.0.0.8
3.2.1.10.many.bl. TXT "first text" 
3.2.1.10.bits.bl. A 127.0.0.6
3.2.1.10.bits.bl. TXT "one " "and two"
3.2.1.10.text.bl. TXT "no address"
3.2.1.10.outside.bl. A 192.0.2.1
3.2.1.10.outside.bl. TXT "outside"
3.2.1.10.mixed.bl. A 192.0.2.1
3.2.1.10.mixed.bl. A 127.0.0.9
3.2.1.10.alias.bl. CNAME 3.2.1.10.one.bl.
3.2.1.10.six.bl. AAAA 2001:db8::1
2.2.0.192.one.bl. A 127.0.0.3
2.2.0.192.one.bl. TXT "192.0.2.2 is listed as well"
6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.one.bl. A 127.0.0.66
bad.example.dbl. A 127.0.1.2
bad.example.dbl. TXT "a bad domain"
worse.example.dbl. A 127.0.1.4
b.example.dbl. A 127.0.1.8
a.b.example.dbl. A 127.0.1.9
spf-pass.example. TXT "v=spf1 ip4:10.1.2.0/24 -all"
spf-fail.example. TXT "v=spf1 -all"
spf-soft.example. TXT "v=spf1 ~all"
spf-neutral.example. TXT "v=spf1 ?all"
spf-bad.example. TXT "v=spf1 nonsense:x -all"
spf-twice.example. TXT "v=spf1 -all"
spf-twice.example. TXT "v=spf1 +all"
spf-later.example. TXT "v=spf1 include:x.broken.example -all"
spf-exp.example. TXT "v=spf1 -all exp=why.spf-exp.example"
why.spf-exp.example. TXT "not from %{i}, said %{d}"
spf-guess.example. A 10.1.2.3
spf-guess.example. MX 5 client.example.
_client._smtp.csa-ok.example. SRV 1 2 0 csa-ok.example.
csa-ok.example. A 10.1.2.3
_client._smtp.csa-no.example. SRV 1 1 0 csa-no.example.
csa-no.example. A 10.1.2.3
_client._smtp.csa-other.example. SRV 1 2 0 elsewhere.example.
elsewhere.example. A 192.0.2.99
chain1.example. CNAME chain2.example.
chain2.example. CNAME chain3.example.
chain3.example. A 10.1.2.3
chain3.example. MX 10 client.example.
chain3.example. TXT "at the end"
loop1.example. CNAME loop2.example.
loop2.example. CNAME loop1.example.
both.example. A 10.1.2.3
both.example. AAAA 2001:db8::7
under_score.example. A 10.1.2.3
_x.example. A 10.1.2.9
mail.example. MX 10 client.example.
mail.example. A 10.1.2.3
nullmx.example. MX 0 .
one._domainkey.signed.example. TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4JD5FyvBmMYdTI5VOplAkLMW/7PWZp0YAUZeWEtmDGqVongfbOqV1t2mQRSfJ9+hEe9FxvZ2cLOyWOp2uC1iM7DYzhT7OzjgkFNbyhsggltQG3QdG/NyrYTkz5ZSboEazjrFg5AGh4rVwrybuATsr/VgmJjZkPIO3nNqY/Kdh1QIDAQAB"
two._domainkey.signed.example. TXT "v=DKIM1; k=ed25519; p=zLtZ3m9ZvQs278QPdaVjyNbzOlV1yC/4z2ItIZMjmkA="
one._domainkey.otherkey.example. TXT "v=DKIM1; k=ed25519; p=zLtZ3m9ZvQs278QPdaVjyNbzOlV1yC/4z2ItIZMjmkA="
one._domainkey.syntax.example. TXT "this is no key"
one._domainkey.revoked.example. TXT "v=DKIM1; p="
one._domainkey.flags.example. TXT "v=DKIM1; t=y:s; s=email; g=*; n=a note; " "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4JD5FyvBmMYdTI5VOplAkLMW/7PWZp0YAUZeWEtmDGqVongfbOqV1t2mQRSfJ9+hEe9FxvZ2cLOyWOp2uC1iM7DYzhT7OzjgkFNbyhsggltQG3QdG/NyrYTkz5ZSboEazjrFg5AGh4rVwrybuATsr/VgmJjZkPIO3nNqY/Kdh1QIDAQAB"
`;

const BROKEN = ['broken.example', 'broken.bl', '9.2.1.10.in-addr.arpa'];

/** At the address that resolv.conf names. */
export async function startWorld(context: Context): Promise<void> {
  const folder = join(context.folder, 'named');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'root.zone');
  writeFileSync(file, ZONE);
  const missing = join(folder, 'missing.zone');
  const zones = [{ name: '', file }, ...BROKEN.map((name) => ({ name, file: missing }))];
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder, zones });
}
