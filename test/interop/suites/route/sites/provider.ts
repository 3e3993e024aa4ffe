/** A provider: domains and people of customers in files and folders, found by every kind of key. */
import type { RouteConfiguration } from '../configurations.ts';

export const PROVIDER: RouteConfiguration = {
  name: 'provider',
  main: `qualify_domain = isp.test
qualify_recipient = box.isp.test
domainlist customers = dsearch,filter=file;@FOLDER@/customers
domainlist relayed = partial1(.+)lsearch;@FOLDER@/relayed : nwildlsearch;@FOLDER@/patterns
localpartlist reserved = abuse : postmaster : ^host(master|list)\\$ : *-owner
domainlist parked = ! shop.parked.test : *.parked.test : ^p\\N\\d+\\.numbers\\.test$\\N : @[] : 
allow_domain_literals`,
  routers: `
parked:
  driver = redirect
  domains = +parked
  allow_fail
  data = :fail: parked <$domain_data> <$local_part_data>
reserved:
  driver = redirect
  domains = +customers : isp.test : box.isp.test
  local_parts = +reserved
  data = \${if eq{$local_part}{abuse}{abuse-desk@isp.test}{\${quote_local_part:$local_part_data.$domain}@desk.test}}
customer:
  driver = redirect
  domains = +customers
  local_parts = lsearch*;@FOLDER@/customers/$domain_data
  address_data = \${lookup{$local_part}lsearch*{@FOLDER@/customers/$domain_data}}
  allow_fail
  allow_defer
  data = $address_data
  cannot_route_message = customer of $domain_data without $local_part
  pipe_transport = address_pipe
  file_transport = address_file
catchall:
  driver = redirect
  domains = +customers
  set = r_key = \${lookup{$local_part@$domain}lsearch*@{@FOLDER@/all}{$value}fail}
  condition = \${if def:r_key}
  data = $r_key
  more = \${if eq{$domain}{strict.test}{no}{yes}}
relayed:
  driver = manualroute
  domains = +relayed
  route_data = \${lookup{$domain}partial-lsearch{@FOLDER@/hosts}{$value}{\${if match{$domain_data}{^v=(.*)}{$1}}}}
  transport = remote_smtp
tabled:
  driver = manualroute
  route_list = lsearch;@FOLDER@/hosts $value byname; partial2-lsearch;@FOLDER@/deep $value ; \\
    wildlsearch;@FOLDER@/patterns 192.0.2.77 remote_override
  host_find_failed = decline
  transport = remote_smtp
people:
  driver = accept
  domains = isp.test : box.isp.test
  local_parts = lsearch;@FOLDER@/people
  address_data = \${extract{home}{\${lookup{$local_part_data}lsearch{@FOLDER@/people}}}{$value}{none}}
  transport = \${if eq{$address_data}{none}{address_file}{local_delivery}}
digits:
  driver = redirect
  domains = isp.test
  local_parts = ^\\\\d{3,5}\\$
  data = \${if >{$local_part}{999}{big}{small}}\${eval:$local_part%7}@box.isp.test
literal:
  driver = ipliteral
  domains = ! +customers
  ignore_target_hosts = 10.0.0.0/8 : ::1
  transport = remote_smtp
outside:
  driver = dnslookup
  domains = ! isp.test : ! box.isp.test : ! +customers
  ignore_target_hosts = 0.0.0.0 : 127.0.0.0/8 : ::::1
  transport = remote_smtp
  no_more
unknown:
  driver = redirect
  allow_fail
  data = :fail: 550 5.1.1 <$local_part> of <$domain>: \${if def:local_part_data{$local_part_data}{nobody}}
`,
  files: {
    'customers/shop.test':
      'ann: ann@isp.test\nbob: bob@one.test, "|/bin/true $local_part"\n"o brien": ob@isp.test\n*: :fail: no such person in the shop\n',
    'customers/club.test':
      'list: ann@club.test, carl@club.test, dora@club.test\nann: ann@isp.test\ncarl: carl\ndora: dora@club.test\nbusy: :defer: later, please\n',
    'customers/strict.test': 'one: 1@one.test\n',
    'customers/empty.test': '',
    'customers/.hidden.test': 'a: b@one.test\n',
    'customers/folder.test/x': '',
    all: 'x@club.test: xc@one.test\n*@club.test: rest-of-club@one.test\n*: last@one.test\nq@empty.test:\n',
    relayed:
      '.+cust.sub: v=192.0.2.9\n.+three.test: v=192.0.2.10\nplain.test: v=192.0.2.11\nsub.example.test: v=192.0.2.13\n.+example.test: v=192.0.2.14\n',
    patterns:
      '^\\N^n\\d+\\.pat\\.test$\\N v=192.0.2.20\n*.wild.pat.test v=192.0.2.21\nexact.pat.test: v=192.0.2.22\n"^\\N^q[a-c]\\.pat\\.test$\\N": v=192.0.2.23\n',
    hosts:
      '*.deep.hosts.test: mx1.one.test\nh.hosts.test: mx1.two.test:mx2.two.test\nnone.hosts.test: nowhere.gone.test\n*.hosts.test: fallback.test\n',
    deep: '*.b.deep.test: mx1.one.test\n*: 192.0.2.99\n*.deep.test: smarthost.test\n',
    people:
      'ann: uid=1 home=/home/ann\nbob: uid=2\n"carl lee": home=/home/carl\ndora.x: home="/home/d x"\nEVE: home=/e\n#fred: x\ngus\thome=/g\n',
  },
  addresses: [
    'ann@shop.test',
    'bob@shop.test',
    'nobody@shop.test',
    '"o brien"@shop.test',
    'ANN@SHOP.TEST',
    'Bob@Shop.Test',
    'list@club.test',
    'carl@club.test',
    'dora@club.test',
    'busy@club.test',
    'x@club.test',
    'y@club.test',
    'X@CLUB.test',
    'one@strict.test',
    'two@strict.test',
    'any@empty.test',
    'q@empty.test',
    'a@.hidden.test',
    'x@folder.test',
    'a@nosuch.test',
    'abuse@shop.test',
    'postmaster@club.test',
    'hostmaster@shop.test',
    'hostlist@isp.test',
    'my list-owner@shop.test',
    '"my list-owner"@shop.test',
    'list-owner@club.test',
    'Abuse@isp.test',
    'abuse@other.parked.test',
    'x@shop.parked.test',
    'x@parked.test',
    'x@a.b.parked.test',
    'x@p12.numbers.test',
    'x@P7.NUMBERS.test',
    'x@px.numbers.test',
    'x@q12.numbers.test',
    'x@cust.sub',
    'x@a.cust.sub',
    'x@three.test',
    'x@a.three.test',
    'x@plain.test',
    'x@b.plain.test',
    'x@sub.example.test',
    'x@a.sub.example.test',
    'x@n1.pat.test',
    'x@n.pat.test',
    'x@a.wild.pat.test',
    'x@exact.pat.test',
    'x@qb.pat.test',
    'x@qd.pat.test',
    'x@h.hosts.test',
    'x@i.hosts.test',
    'x@a.deep.hosts.test',
    'x@none.hosts.test',
    'x@hosts.test',
    'x@deep.test',
    'x@a.deep.test',
    'x@a.b.deep.test',
    'x@b.deep.test',
    'ann@isp.test',
    'ann',
    'bob',
    'bob@box.isp.test',
    '"carl lee"@isp.test',
    'carl\\ lee@isp.test',
    'dora.x@isp.test',
    'eve@isp.test',
    'EVE',
    'fred@isp.test',
    '#fred@isp.test',
    'gus@isp.test',
    'ann.@isp.test',
    '.ann@isp.test',
    'an..n@isp.test',
    '12@isp.test',
    '123@isp.test',
    '12345',
    '99999@isp.test',
    '123456@isp.test',
    '0999@isp.test',
    'x@[192.0.2.7]',
    'x@[10.1.2.3]',
    'x@[127.0.0.1]',
    'x@[IPv6:2001:db8::7]',
    'x@[ipv6:::1]',
    'x@[IPv6:::ffff:192.0.2.1]',
    'x@[192.0.2.256]',
    'x@[192.0.2]',
    'x@[]',
    'x@[zz]',
    'x@[IPv6:zz]',
    'x@[192.0.2.7',
    'x@192.0.2.7',
    'x@one.test',
    'x@two.test',
    'x@null.test',
    'x@gone.test',
    'x@ONE.test.',
    'x@one..test',
    '@one.test',
    'x@',
    'x@-one.test',
    'jörg@isp.test',
    'x@bücher.test',
    'x@xn--bcher-kva.test',
    '',
    '<>',
    '<ann@isp.test>',
    'Ann <ann@isp.test>',
    'ann@isp.test (Ann)',
    '"ann"@isp.test',
    '"a\\"b"@isp.test',
    '"\\a\\n\\n"@isp.test',
    "o'hara@isp.test",
    'a/b@isp.test',
    'a|b@isp.test',
    '|x@isp.test',
    '/x@isp.test',
    'a%b@isp.test',
    'a!b@isp.test',
    '@route.test:ann@isp.test',
    '@a.test,@b.test:ann@isp.test',
    `${'l'.repeat(64)}@isp.test`,
    `${'l'.repeat(65)}@isp.test`,
    `x@${'d'.repeat(63)}.test`,
    `x@${'d'.repeat(64)}.test`,
    `x@${'ab.'.repeat(90)}test`,
    `${'long'.repeat(140)}@isp.test`,
  ],
  localParts: ['ann'],
  domains: ['isp.test'],
};
