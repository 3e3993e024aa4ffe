/** What configurations of routers are drawn from. */

export const ALWAYS = `
qualify_domain = one.test
domainlist ours = local.test : sat.test : *.hub.test
domainlist others = !+ours : *
localpartlist some = ann : bob : ^l.*t\\$
hostlist bad = 192.0.2.11 : 198.51.100.0/24
`;

export const MAIN: readonly string[] = [
  'local_interfaces = 127.0.0.1',
  'caseful_local_part_is_none =',
  'untrusted_set_sender = *',
  'qualify_recipient = two.test',
  'percent_hack_domains = sat.test',
  'allow_domain_literals',
  'dns_check_names_pattern =',
  'hosts_treat_as_local = mx1.two.test : here.*',
  'bounce_return_body = false',
  'dns_again_means_nonexist = broken.test',
].filter((line) => !line.startsWith('caseful_local_part_is_none'));

export const KINDS: readonly string[] = [
  ...['redirect', 'redirect', 'redirect', 'accept', 'accept', 'manualroute', 'manualroute', 'dnslookup', 'dnslookup'],
  ...['ipliteral', 'queryprogram'],
];

export interface Driver {
  /** One of each. */
  readonly must: readonly (readonly string[])[];
  readonly may: readonly string[];
}

const DATA: readonly string[] = [
  'data = ann@one.test',
  'data = ann@one.test, bob@two.test',
  'data = $local_part@nomx.test',
  'data = :blackhole:',
  'data = :fail: no $local_part here',
  'data = :defer: later',
  'data = :unknown:',
  'data =',
  'data = \\\\$local_part@local.test',
  'data = $local_part@$domain',
  'data = ann, bob, daemon',
  'data = |/bin/x, "|/usr/bin/prog -a" , /var/mail/x, /var/dir/',
  'data = :include:@FOLDER@/included',
  'data = bad address here, ann@one.test',
  'data = bob@one.test, "Ann B" <ann@one.test>, (c) bob@two.test',
  'data = ${lookup{$local_part}lsearch{@FOLDER@/aliases}}',
  'data = ${lookup{$local_part@$domain}lsearch*@{@FOLDER@/aliases}{$value}fail}',
  'data = ${if eq{$local_part}{ann}{bob@one.test}fail}',
  'data = ${if eq{$local_part}{root}{:fail:550 5.1.6 root moved}}',
  'data = ${lookup{$domain}partial-lsearch{@FOLDER@/domains}{$local_part@$value}}',
  'data = a@one.test # comment\\n b@two.test',
  'data = ann@[192.0.2.5]',
  'data = #none',
  'data = user@unknown.test, :fail: gone',
];

const SMTP = [
  'transport = remote_smtp',
  'transport = remote_smtp',
  'transport = remote_override',
  'transport = lmtp_delivery',
];
const LOCAL = [
  'transport = local_delivery',
  'transport = local_delivery',
  'transport = address_file',
  'transport = ${if eq{$domain}{one.test}{remote_smtp}{local_delivery}}',
];

const ROUTE_LISTS: readonly string[] = [
  'route_list = * smarthost.test',
  'route_list = * smarthost.test byname',
  'route_list = * 192.0.2.5:192.0.2.6',
  'route_list = one.test mx1.two.test ; two.test fallback.test bydns ; *.hub.test $1.relay.test',
  'route_list = *.test "192.0.2.9 : 192.0.2.10" randomize',
  'route_list = * two.test/MX',
  'route_list = * smarthost.test::2525 : 192.0.2.7::26',
  'route_list = * <+ [2001:db8::5]:25 + 192.0.2.8',
  'route_list = * nosuch.test',
  'route_list = * host.broken.test byname',
  'route_list = ! +ours smarthost.test remote_override byname',
  'route_list = ^.*two smarthost.test bydns_mx',
  'route_list = local.test "" local_delivery ; * fallback.test',
  'route_list = * $domain.relay.test',
  'route_list = * 127.0.0.1',
  'route_list = * here.local.test',
  'route_data = ${lookup{$domain}partial-lsearch{@FOLDER@/routes}}',
  'route_data = ${if eq{$domain}{one.test}{smarthost.test byname}fail}',
  'route_data = 192.0.2.3 $transport_nosuch',
  'route_data =',
  'route_data = many.test bydns ipv4_only',
  'route_data = many.test ipv4_prefer',
];

export const DRIVERS: Readonly<Record<string, Driver>> = {
  redirect: {
    must: [
      DATA,
      ['file_transport = address_file', ''],
      ['pipe_transport = address_pipe', ''],
      ['directory_transport = address_directory', ''],
    ],
    may: [
      'allow_fail',
      'allow_fail',
      'allow_defer',
      'check_ancestor',
      'no_repeat_use',
      'skip_syntax_errors',
      'forbid_file',
      'forbid_pipe',
      'forbid_include',
      'forbid_blackhole',
      'forbid_smtp_code',
      'hide_child_in_errmsg',
      'qualify_domain = sat.test',
      'qualify_preserve_domain',
      'include_directory = /nowhere',
      'sieve_vacation_directory = /x',
      'rewrite = false',
      'user = mail',
      'modemask = 077',
    ],
  },
  accept: {
    must: [LOCAL],
    may: [
      'check_local_user',
      'check_local_user',
      'user = mail',
      'group = mail',
      'transport_home_directory = /x/$local_part',
      'transport_current_directory = /y',
    ],
  },
  manualroute: {
    must: [ROUTE_LISTS, SMTP],
    may: [
      'host_find_failed = pass',
      'host_find_failed = decline',
      'host_find_failed = defer',
      'host_find_failed = fail',
      'host_find_failed = ignore',
      'host_all_ignored = decline',
      'host_all_ignored = fail',
      'hosts_randomize',
      'same_domain_copy_routing',
      'self = send',
      'self = pass',
      'self = reroute: other.test',
      'self = reroute: rewrite: two.test',
      'self = fail',
      'ignore_target_hosts = +bad',
      'ignore_target_hosts = 192.0.2.101 : smarthost.test',
      'fallback_hosts = fallback.test : 192.0.2.9',
    ],
  },
  dnslookup: {
    must: [SMTP],
    may: [
      'mx_domains = one.test : *.hub.test',
      'check_secondary_mx',
      'check_srv = smtp',
      'widen_domains = wide.test : test',
      'no_qualify_single',
      'search_parents',
      'mx_fail_domains = gone.test',
      'srv_fail_domains = *',
      'fail_defer_domains = *.broken.test : waits.test',
      'self = send',
      'self = pass',
      'self = fail',
      'self = reroute: two.test',
      'ignore_target_hosts = +bad',
      'ignore_target_hosts = <; ::0/0',
      'ipv4_only = true',
      'ipv4_prefer = *.test',
      'dnssec_request_domains =',
      'no_rewrite_headers',
      'same_domain_copy_routing',
      'fallback_hosts = fallback.test',
    ],
  },
  ipliteral: { must: [SMTP], may: ['self = send', 'ignore_target_hosts = 192.0.2.5 : <; 2001:db8::5'] },
  queryprogram: {
    must: [
      [
        'command = /bin/echo accept transport=local_delivery',
        'command = /bin/echo "accept transport=remote_smtp hosts=192.0.2.5:mx1.one.test lookup=byname data=found"',
        'command = /bin/echo "fail no such user $local_part"',
        'command = /bin/echo "defer try later"',
        'command = /bin/echo decline',
        'command = /bin/echo pass',
        'command = /bin/echo "redirect ann@one.test, bob@two.test"',
        'command = /bin/echo "freeze held"',
        'command = /bin/echo nonsense',
        'command = /bin/false',
        'command = /nonexistent/program',
        'command = ${if eq{$domain}{one.test}{/bin/echo accept}fail}',
      ],
      ['command_user = nobody'],
      ['transport = remote_smtp', 'transport = local_delivery', ''],
    ],
    may: ['timeout = 30s', 'current_directory = /', 'command_group = nogroup'],
  },
};

export const PRECONDITIONS: readonly string[] = [
  'domains = +ours',
  'domains = ! +ours',
  'domains = one.test : two.test',
  'domains = +others',
  'domains = lsearch;@FOLDER@/domains',
  'domains = partial-lsearch;@FOLDER@/domains',
  'domains = ^(?i).*TWO',
  'domains = *.test : @',
  'domains = @mx_any',
  'domains = ${if eq{$local_part}{ann}{*}}',
  'local_parts = +some',
  'local_parts = ! root : ! daemon : *',
  'local_parts = lsearch;@FOLDER@/aliases',
  'local_parts = ^[a-l]',
  'local_parts = ann : bob : list',
  'local_parts = ${lookup{$domain}lsearch{@FOLDER@/domains}{*}{}}',
  'condition = ${if eq{$local_part}{ann}}',
  'condition = ${if match{$domain}{o}{yes}{no}}',
  'condition = 0',
  'condition = ${if > {${strlen:$local_part}}{3}}',
  'condition = ${if eq{$r_seen}{yes}}',
  'condition = ${if def:address_data}',
  'condition = $nosuch',
  'senders = : root@*',
  'senders = *@one.test',
  'local_part_prefix = real-',
  'local_part_prefix = real- : *+\n  local_part_prefix_optional',
  'local_part_suffix = -*',
  'local_part_suffix = +* : -list\n  local_part_suffix_optional',
  'local_part_prefix = ^x.*',
  'require_files = @FOLDER@/aliases',
  'require_files = !@FOLDER@/aliases',
  'require_files = /nonexistent/x',
  'check_local_user',
  'no_address_test',
  'no_verify',
  'no_verify_recipient',
  'verify_only',
  'no_expn',
  'caseful_local_part',
];

export const GENERIC: readonly string[] = [
  'no_more',
  'no_more',
  'more = ${if eq{$local_part}{ann}{no}{yes}}',
  'unseen',
  'unseen = ${if eq{$local_part}{bob}{yes}{no}}',
  'address_data = got $local_part_data/$domain_data',
  'address_data = ${lookup{$local_part}lsearch{@FOLDER@/aliases}{$value}fail}',
  'set = r_seen = yes',
  'set = r_other = ${lookup{$local_part}lsearch{@FOLDER@/aliases}}',
  'cannot_route_message = cannot route <$local_part> at <$domain>',
  'cannot_route_message = 550 5.1.1 unroutable $domain',
  'errors_to = postmaster@one.test',
  'errors_to =',
  'headers_add = X-Routed: $domain',
  'headers_remove = X-Old',
  'pass_on_timeout',
  'fail_verify',
  'fail_verify_recipient',
  'retry_use_local_part',
  'log_as_local',
  'disable_logging',
];

export const LOCAL_PARTS: readonly string[] = [
  ...[
    'ann',
    'bob',
    'root',
    'daemon',
    'mail',
    'list',
    'lost',
    'unknown',
    'Ann',
    'ROOT',
    'real-root',
    'real-ann',
    'x+ann',
  ],
  ...[
    'ann-x',
    'ann+tag',
    'bob-list',
    'xray',
    '"q s"',
    'a.b',
    'loop',
    'both',
    'gone',
    'busy',
    'nobody',
    'a%two.test',
    "o'neil",
  ],
];

export const DOMAINS: readonly string[] = [
  ...[
    'one.test',
    'one.test',
    'two.test',
    'two.test',
    'local.test',
    'local.test',
    'sat.test',
    'sat.test',
    'a.hub.test',
    'nomx.test',
  ],
  ...[
    'null.test',
    'gone.test',
    'partly.test',
    'toip.test',
    'waits.test',
    'backup.test',
    'shared.test',
    'ignored.test',
    'alias.test',
  ],
  ...[
    'service.test',
    'noservice.test',
    'nosuch.test',
    'x.wild.test',
    'many.test',
    'loop.test',
    '[192.0.2.5]',
    '[IPv6:2001:db8::5]',
  ],
  ...[
    '[127.0.0.1]',
    'ONE.Test',
    'x.broken.test',
    'wide',
    'equal.test',
    '',
    'text.test',
    'allignored.test',
    'waitspartly.test',
  ],
];

export const FILES: Readonly<Record<string, string>> = {
  aliases: `ann: ann@one.test
bob: bob@two.test, ann
list: ann, bob, daemon@local.test
lost: :fail: $local_part is lost
gone: :fail: no such user
busy: :defer: come back
loop: loop
both: both, ann@two.test
root@one.test: :blackhole:
*@two.test: all@nomx.test
"q s": quoted@one.test
mail: |/bin/cat
nobody: /dev/null
`,
  domains: 'one.test: two.test\n*.hub.test: one.test\nlocal.test: nomx.test\nmany.test: many.test\n',
  routes:
    'one.test: mx1.two.test\n*.hub.test: 192.0.2.5 byname\ntwo.test: one.test/MX:fallback.test randomize\nlocal.test: here.local.test\nnomx.test: nosuch.test\n',
  included: 'ann@one.test\nbob@two.test, # comment\n"x y"@nomx.test\n',
};
