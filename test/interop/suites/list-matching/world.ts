/** What lists look into: the DNS, files, named lists. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { startNamed } from '../../peers/authoritative.ts';
import { programs } from '../../peers/programs.ts';
import { RESOLVERS } from '../../world/addresses.ts';

export const HOSTNAME = 'mail.example.com';

/** One zone for everything; and two that cannot be loaded, for which there is no answer but SERVFAIL. */
const ZONE = `$TTL 300
. SOA ns.example. host.example. 7 3600 600 86400 60
. NS ns.example.
ns.example. A 127.0.0.1
mail.example.com. A 192.0.2.80
mail.example.com. A 127.0.0.1
one.example. A 192.0.2.1
one.example. AAAA 2001:db8::1
two.example. A 192.0.2.2
alias-of-two.example. A 192.0.2.2
both.example. A 192.0.2.1
both.example. A 192.0.2.2
cname.example. CNAME one.example.
Mixed.Case.example. A 192.0.2.5
here.example. A 127.0.0.1
elsewhere.example. A 198.51.100.1
elsewhere2.example. A 198.51.100.2
first.mx.example. MX 5 here.example.
first.mx.example. MX 10 elsewhere.example.
second.mx.example. MX 10 here.example.
second.mx.example. MX 5 elsewhere.example.
equal.mx.example. MX 5 here.example.
equal.mx.example. MX 5 elsewhere.example.
tail.mx.example. MX 5 elsewhere.example.
tail.mx.example. MX 10 elsewhere2.example.
tail.mx.example. MX 10 here.example.
other.mx.example. MX 5 elsewhere.example.
lost.mx.example. MX 5 nowhere.example.
lost.mx.example. MX 10 here.example.
slow.mx.example. MX 5 host.broken.example.
slowfirst.mx.example. MX 5 host.broken.example.
slowfirst.mx.example. MX 10 here.example.
slowlast.mx.example. MX 5 here.example.
slowlast.mx.example. MX 10 host.broken.example.
slowmiddle.mx.example. MX 5 elsewhere.example.
slowmiddle.mx.example. MX 10 host.broken.example.
slowmiddle.mx.example. MX 20 here.example.
null.mx.example. MX 0 .
nomx.mx.example. A 127.0.0.1
1.2.0.192.in-addr.arpa. PTR one.example.
2.2.0.192.in-addr.arpa. PTR two.example.
2.2.0.192.in-addr.arpa. PTR alias-of-two.example.
2.2.0.192.in-addr.arpa. PTR liar.example.
3.2.0.192.in-addr.arpa. PTR one.example.
4.2.0.192.in-addr.arpa. PTR nowhere.example.
5.2.0.192.in-addr.arpa. PTR Mixed.Case.example.
6.2.0.192.in-addr.arpa. PTR host.broken.example.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR one.example.
`;

const BROKEN = ['broken.example', '113.0.203.in-addr.arpa'];

const FILES: Readonly<Record<string, string>> = {
  domains: `# domains
example.com: the first
example.net
*.wild.example: wild
*: anything
`,
  exact:
    'example.com: exactly\nexample.net: net\none.example: a host\n192.0.2.1: by address\n192.0.2.0/24: by network\n',
  partial: '*.part.example: below\npart.example: itself\n',
  addresses: 'ann@example.com: ann\n*@example.net: all of them\nbob: bob alone\n',
  locals: 'example.com: ann:!bob:c*:^d[0-9]\nexample.net: x:>example.com\nexample.org: !bob\n*: anybody\n',
  patterns: '*.tail.example: tail\n^r[0-9]+\\\\.example$: pattern\n$primary_hostname: expanded\nplain.example: plain\n',
  networks: '192.0.2.0/25: low\n192.0.2.128/25: high\n"2001:db8::/32": six\n10.0.0.1: single\n',
  sixes: '"2001.0db8.0000.0000.0000.0000.0000.0001": in dots\n"2001:0db8:0000:0000:0000:0000:0000:0001": in colons\n',
  words: 'ann\nbob: with data\n',
  'list-domains':
    'file1.example\n*.file2.example # a comment\n!x.file3.example\n*.file3.example\n#nothing\n\n^r[0-9]\\.example\n',
  'list-negated': 'a.example\n!b.example\n',
  'list-hosts': '192.0.2.1\n10.0.0.0/8 # net\n2001:db8::/32\n!192.0.2.77\n',
  'list-addresses': 'ann@example.com\n*@example.net # behind a blank\nhash#tag@example.org\n',
  'list-locals': 'ann\n!bob\nc*\nha#sh\n',
  'list-lookups': 'lsearch;FOLDER/exact\n+local_domains\n/etc/passwd\nr7.example\n',
  utf8: 'bücher.example: books\njürgen: a man\n',
  'utf8-list': 'bücher.example\n!xn--bcher-kva.example\n',
  empty: '',
};

export const LISTS = `domainlist local_domains = @ : example.com : example.net
domainlist negative = !a.example
domainlist nested = +local_domains : !bad.example : *.example
domainlist expanded = \${if eq{$primary_hostname}{${HOSTNAME}}{expanded.example}{no.example}}
domainlist forced = \${if eq{a}{b}{x}fail}
domainlist_cache cached = \${lc:CACHED.example}
domainlist nothing =
domainlist file = FOLDER/list-domains
domainlist switched = <; a.example ; b.example
hostlist relay = 127.0.0.1 : 192.0.2.0/28 : <IPV6>
hostlist named = *.example
hostlist unknown = +include_unknown : *.nowhere.example
hostlist negative_hosts = !192.0.2.1
addresslist people = ann@example.com : *@example.net
addresslist careful = +caseful : Bob@example.com
addresslist by_domain = *@+local_domains
localpartlist locals = postmaster : root : c*
localpartlist careful_locals = +caseful : Root
`.replace('<IPV6>', '2001::db8::::1');

/** @returns the folder of the files, for lists to name */
export async function furnishWorld(context: Context): Promise<string> {
  const folder = join(context.folder, 'files');
  mkdirSync(join(folder, 'dir'), { recursive: true });
  for (const [name, text] of Object.entries(FILES))
    writeFileSync(join(folder, name), text.replaceAll('FOLDER', folder));
  for (const name of ['example.com', 'ann', '192.0.2.1']) writeFileSync(join(folder, 'dir', name), '');
  const records = ['example.com->cdb', '*->default', 'ann->of ann', '192.0.2.1->host'].map((each) => {
    const [key = '', data = ''] = each.split('->');
    return `+${key.length},${data.length}:${each}\n`;
  });
  await mustRun(programs.cdb, ['-c', join(folder, 'table.cdb')], { input: `${records.join('')}\n` });
  const zone = join(context.folder, 'root.zone');
  writeFileSync(zone, ZONE);
  const missing = join(context.folder, 'missing.zone');
  const zones = [{ name: '', file: zone }, ...BROKEN.map((name) => ({ name, file: missing }))];
  await startNamed(context, { addresses: [RESOLVERS.unbound], folder: context.folder, zones });
  return folder;
}
