/** The tables that keys are looked up in: what is odd about each line is what is to be tried. */

/** Linear search, as wild as files become. */
const ALIASES = `# comment
alpha: one
Beta  two words${'  '}
gamma : three
  continued
\ttabbed

  behind an empty line
delta
epsilon:
"quoted key": value q
"esc\\x41\\"q\\102\\t": esc
zeta: :colon
eta :colon
theta: x\\
y
  lead: nokey
alpha: second
user@ex.com: full
"unclosed key: v
key"mid: v
trail: v${'   '}
iota::x
kappa:${' '}
 cont only
lambda\ttabval
mu: a
# a comment inside
  ends the item
nu: b
${'  '}
  so does a blank line
"": empty key
: no key
*.dom.ex: wilddata
*.sub.dom.ex: narrower
.dotted.com: dot
partial2.com: exact
bare.partial.net: bare
*@ex.com: atdefault
* : default
*.com: com
pi: CR at the end\r
rho:\tx\ty
big: ${'x'.repeat(5000)}
  ${'y'.repeat(5000)}
sigma: behind a long line
last: without an end of line`;

const PATTERNS = `*.ex.com: tail
*fish: fish
^reg(ex)?[a-z]*x$: expression
^(?-i)CaSe$: with case
"^two words \\\\d+": blank
lit.er.al: literal
lsearch;@FOLDER@/aliases: nested
@FOLDER@/names: of a file
"a:b": colon
ABC: upper
@: at
@[]: brackets
+local_domains: list
`;

const EXPANDED = `$primary_hostname: host
\\N^n\\d+$\\N: number
\${if eq{a}{b}{x}fail}: never
\${lc:LOWER}: lower
*\${lc:TAIL}: tail
plain: plain
$nosuch: broken
`;

const NEGATED = '! aaa : x\n!!q: y\n';

const NETWORKS = `192.0.2.7: exact
10.0.0.0/8: ten
"2001:db8::/32": six
"2001:db8::1": narrower, and too late
*: star
10.1.0.0/16: too late
192.168.1.0/24 blank
"::1": loopback
bogus: nobody
198.51.100.7/33: more bits than there are
"fe80::1%eth0": with a zone
203.0.113.9/31: two
`;

export const TABLES: Readonly<Record<string, string>> = {
  aliases: ALIASES,
  patterns: PATTERNS,
  expanded: EXPANDED,
  negated: NEGATED,
  networks: NETWORKS,
  names: 'ann\nbob\n# eve\n',
};

/** For cdb -c, which makes its file of these. */
export const CDB_RECORDS: readonly (readonly [string, string])[] = [
  ['alpha', 'one'],
  ['alpha', 'second'],
  ['Beta', 'upper'],
  ['*.dom.ex', 'wilddata'],
  ['*@ex.com', 'atdefault'],
  ['*', 'default'],
  ['partial2.com', 'exact'],
  ['lines', 'two\nlines'],
  ['nothing', ''],
  ...Array.from({ length: 3000 }, (_, i): readonly [string, string] => [`key${i}`, `value ${i * 7}`]),
];

/** For exim_dbmbuild: keys are made lower case by it, and of two that are equal the first stays. */
export const DBM_LINES = [
  'alpha: one',
  'alpha: second',
  'Beta: upper',
  '"quoted key": with "quotes"',
  '*: default',
  'partial2.com: exact',
  'nothing:',
  'bare',
  'high: caf\xe9',
  `long: ${Array.from({ length: 700 }, (_, i) => `person${i}@example.org`).join(', ')}`,
  ...Array.from({ length: 3000 }, (_, i) => `key${i}: value ${i * 7}`),
  '',
].join('\n');

/** The root: one zone for everything. */
export const ZONE = `$TTL 300
. SOA ns.example. host.example. 7 3600 600 86400 60
. NS ns.example.
ns.example. A 127.0.0.1
example. MX 10 mx1.example.
a.example. A 192.0.2.1
a.example. AAAA 2001:db8::1
a.example. TXT "one " "two"
b.example. A 192.0.2.3
b.example. TXT "with \\"quotes\\" and \\\\ backslash"
alias.example. CNAME b.example.
chain.example. CNAME alias.example.
_sip._udp.example. SRV 1 2 5060 sip.example.
_25._tcp.mx1.example. TLSA 3 1 1 ab01cd02
1.2.0.192.in-addr.arpa. PTR a.example.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR six.example.
spf.example. SPF "v=spf1 " "-all"
_client._smtp.good.csa.example. SRV 1 2 0 good.csa.example.
_client._smtp.bad.csa.example. SRV 1 1 0 bad.csa.example.
_client._smtp.odd.csa.example. SRV 1 3 0 odd.csa.example.
Upper.example. CNAME Mixed.Example.
empty.below.example. TXT "x"
cname-out.example. CNAME b.example.
cname-nowhere.example. CNAME gone.example.
cname-broken.example. CNAME host.broken.example.
several.example. MX 20 b.several.example.
several.example. MX 5 a.several.example.
several.example. MX 10 c.several.example.
null.example. MX 0 .
_sip._udp.several.example. SRV 1 2 5060 sip.example.
_sip._udp.several.example. SRV 0 9 5061 sip2.example.
strings.example. TXT "first" "second; third" "" "last"
strings.example. TXT "another"
spf2.example. SPF "v=spf1 " "a " "mx " "-all"
deep.example. TXT "x"
example. NS ns.example.
_client._smtp.closed.csa.example. SRV 1 2 1 closed.csa.example.
_client._smtp.version.csa.example. SRV 2 2 0 version.csa.example.
under_score.example. A 192.0.2.9
xn--bcher-kva.example. A 192.0.2.10
`;
