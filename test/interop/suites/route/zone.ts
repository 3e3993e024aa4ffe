/** The world of mail that both sides route in: a root zone with hosts, exchangers, services, and what is wrong with them. */
export const ZONE = `$TTL 300
. SOA ns.test. host.test. 7 3600 600 86400 60
. NS ns.test.
ns.test. A 127.0.0.1
broken.test. NS ns.test.

one.test. MX 10 mx1.one.test.
mx1.one.test. A 192.0.2.11
two.test. MX 10 mx1.two.test.
two.test. MX 20 mx2.two.test.
mx1.two.test. A 192.0.2.21
mx2.two.test. A 192.0.2.22
mx2.two.test. AAAA 2001:db8::22
equal.test. MX 10 a.equal.test.
equal.test. MX 10 b.equal.test.
equal.test. MX 10 c.equal.test.
a.equal.test. A 192.0.2.31
b.equal.test. AAAA 2001:db8::32
c.equal.test. A 192.0.2.33
c.equal.test. AAAA 2001:db8::33
double.test. MX 10 a.double.test.
double.test. MX 20 b.double.test.
a.double.test. A 192.0.2.41
b.double.test. A 192.0.2.41
nomx.test. A 192.0.2.51
nomx.test. AAAA 2001:db8::51
text.test. TXT "neither an exchanger nor an address"
null.test. MX 0 .
gone.test. MX 10 nowhere.gone.test.
partly.test. MX 10 nowhere.partly.test.
partly.test. MX 20 here.partly.test.
here.partly.test. A 192.0.2.61
toip.test. MX 10 192.0.2.71.
waits.test. MX 10 host.broken.test.
waitspartly.test. MX 10 host.broken.test.
waitspartly.test. MX 20 here.partly.test.
local.test. MX 10 here.local.test.
here.local.test. A 127.0.0.1
backup.test. MX 10 mx1.one.test.
backup.test. MX 20 here.local.test.
backup.test. MX 30 mx2.two.test.
shared.test. MX 10 mx1.one.test.
shared.test. MX 10 here.local.test.
ignored.test. MX 10 a.ignored.test.
ignored.test. MX 20 b.ignored.test.
a.ignored.test. A 198.51.100.1
b.ignored.test. A 192.0.2.82
allignored.test. MX 10 a.ignored.test.
alias.test. CNAME one.test.
aliashost.test. MX 10 alias.aliashost.test.
alias.aliashost.test. CNAME mx1.one.test.
_smtp._tcp.service.test. SRV 10 0 2525 mx1.one.test.
_smtp._tcp.service.test. SRV 20 0 25 mx1.two.test.
service.test. MX 5 here.partly.test.
_smtp._tcp.noservice.test. SRV 0 0 0 .
noservice.test. MX 5 here.partly.test.
wide.wide.test. MX 10 mx1.one.test.
under_score.test. MX 10 mx1.one.test.
Mixed.TEST. MX 10 MX1.one.TEST.
*.wild.test. MX 10 mx1.one.test.
many.test. A 192.0.2.91
many.test. A 192.0.2.92
many.test. A 192.0.2.93
many.test. AAAA 2001:db8::91
many.test. AAAA 2001:db8::92
smarthost.test. A 192.0.2.101
fallback.test. A 192.0.2.102
loop.test. MX 10 loop.test.
loop.test. A 127.0.0.1
`;
