/** Which addresses of a message go together: `batch_max`, `batch_id`, `multi_domain`, `retry_include_ip_address`. */
import { one, type Scenario, type World } from './types.ts';
import { routersOf, transportsOf, type Way } from './ways.ts';

/** A line for each message: its sender and recipients. */
const LMTP_PROGRAM = `printf '220 me LMTP\\r\\n'
said= count=0
while IFS= read -r line; do
  line=\${line%?}
  case "$line" in
  LHLO*) printf '250-me\\r\\n250 PIPELINING\\r\\n' ;;
  RCPT*) said="$said \${line#RCPT TO:}" count=$((count + 1)); printf '250 ok\\r\\n' ;;
  DATA) printf '354 go on\\r\\n'
    while IFS= read -r line && [ "\${line%?}" != . ]; do :; done
    echo "one message:$said" >> "$1"
    while [ $count -gt 0 ]; do printf '250 ok\\r\\n'; count=$((count - 1)); done
    said= ;;
  QUIT) printf '221 bye\\r\\n'; exit 0 ;;
  *) printf '250 ok\\r\\n' ;;
  esac
done
`;

/** Addresses whose local parts begin alike are of one kind. */
const OF_A_KIND = 'address_data = ${substr_0_1:$local_part}\n';

const local = (name: string, driver: string, what: string, options: string, router = OF_A_KIND): Way => ({
  name,
  driver,
  router,
  options: `${what}\n${options}`,
});

const file = (name: string, folder: string, options: string, router?: string): Way =>
  local(name, 'appendfile', `file = ${folder}/box/${name}\nenvelope_to_add`, options, router);

const program = (name: string, folder: string, options: string): Way =>
  local(name, 'pipe', `command = /bin/sh -c "cat >> ${folder}/box/${name}"\nenvelope_to_add`, options);

const lmtp = (name: string, folder: string, options: string): Way =>
  local(name, 'lmtp', `command = /bin/sh ${folder}/lmtp.sh ${folder}/box/${name}`, options);

const KEYED: readonly (readonly [name: string, option: string])[] = [
  ['byname', 'retry_include_ip_address = ${if eq{$domain}{byname.example}{no}{yes}}'],
  ['byaddress', 'retry_include_ip_address = ${if eq{$domain}{byaddress.example}{yes}{no}}'],
  ['badkey', 'retry_include_ip_address = ${if eq{$domain}{}{yes}{perhaps}}'],
  ['failkey', 'retry_include_ip_address = ${if eq{$domain}{}{yes}fail}'],
  ['byhost', 'retry_include_ip_address = ${if match{$host_address}{^127}{no}{yes}}'],
  ['nokey', 'no_retry_include_ip_address'],
];

/** Where the first has failed, the others have their time under the key that it was remembered by. */
const keyedWays = (name: string, options: string, route: string): readonly Way[] => [
  { name, options, route },
  { name: `${name}1`, options: 'no_retry_include_ip_address', route },
  { name: `${name}2`, options: 'retry_include_ip_address', route },
];

const waysTo = (folder: string, hop: number, dead: number): readonly Way[] => [
  file('together', folder, 'batch_max = 10'),
  file('byid', folder, 'batch_max = 10\nbatch_id = $address_data'),
  file('few', folder, 'batch_max = 2\nbatch_id = $address_data'),
  file('onlyid', folder, 'batch_id = $address_data'),
  file(
    'badid',
    folder,
    'batch_max = 10\nbatch_id = ${if eq{$address_data}{b}{${eval:x$sender_address_local_part}}{same}}',
  ),
  file('failid', folder, 'batch_max = 10\nbatch_id = ${if eq{$address_data}{b}{same}fail}'),
  { ...file('domains', folder, 'batch_max = 10'), domains: '*.domains.example' },
  file('bydomain', folder, 'batch_max = 10\nbatch_id = ${domain}'),
  file('bylocal', folder, 'batch_max = 10\nbatch_id = x$local_part'),
  file('headers', folder, 'batch_max = 10', 'headers_add = X-Kind: ${substr_0_1:$local_part}\n'),
  file('users', folder, 'batch_max = 10', 'errors_to = ${substr_0_1:$local_part}@users.example\n'),
  program('pipeid', folder, 'batch_max = 10\nbatch_id = $address_data'),
  program('pipefew', folder, 'batch_max = 2\nbatch_id = $address_data'),
  lmtp('lmtpone', folder, ''),
  lmtp('lmtpall', folder, 'batch_max = 10'),
  lmtp('lmtpid', folder, 'batch_max = 10\nbatch_id = $address_data'),
  lmtp('lmtpfew', folder, 'batch_max = 2\nbatch_id = ${uc:$address_data}\nignore_quota\ntimeout = 30s'),
  ...[
    ['mixed', 'multi_domain = ${if match{$domain}{^one}{no}{yes}}'],
    ['never', 'multi_domain = ${if eq{$domain}{}{yes}{no}}'],
    ['always', 'multi_domain = ${if eq{a}{a}{true}{false}}'],
    ['badmixed', 'multi_domain = ${if match{$domain}{^one}{perhaps}{yes}}'],
    ['failmixed', 'multi_domain = ${if match{$domain}{^one}{no}fail}'],
    ['wrongmixed', 'multi_domain = ${if match{$domain}{^one}{${eval:x$local_part}}{yes}}'],
    ['bydata', 'multi_domain = ${if eq{$address_data}{a}{no}{yes}}'],
  ].map(
    ([name, options]): Way => ({
      name: name!,
      options: options!,
      route: `127.0.0.1::${hop}`,
      domains: `*.${name}.example`,
      router: OF_A_KIND,
    }),
  ),
  ...KEYED.flatMap(([name, options], index) => keyedWays(name, options, `127.0.2.${index + 1}::${dead}`)),
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => {
  const ways = waysTo(folder, hops[0]!, dead);
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
remote_max_parallel = 1
begin routers
${routersOf(ways)}
begin transports
${transportsOf(ways, ['allow_localhost', 'hosts_avoid_tls = *', 'connection_max_messages = 1'])}
begin retry
* * F,2h,1h
`;
};

const to = (title: string, domain: string, names = ['a1', 'a2', 'b1', 'a3', 'b2']): Scenario =>
  one(title, ...names.map((name) => (name.includes('@') ? name : `${name}@${domain}.example`)));

const inDomains = (title: string, way: string): Scenario =>
  one(title, ...['a@one1', 'b@two', 'c@one1', 'd@one2', 'e@three', 'f@two'].map((name) => `${name}.${way}.example`));

const keyed = (title: string, name: string): Scenario => ({
  ...one(title, `x@${name}1.example`, `x@${name}2.example`),
  before: [one('first', `x@${name}.example`)],
  runs: ['-q'],
});

export const grouping: World = {
  name: 'grouping',
  configuration,
  files: { 'lmtp.sh': LMTP_PROGRAM },
  scenarios: [
    to('batch_id of lmtp', 'lmtpid'),
    to('batch_id and batch_max of lmtp', 'lmtpfew', ['a1', 'a2', 'b1', 'a3', 'a4', 'b2', 'a5']),
    to('lmtp, one by one', 'lmtpone'),
    to('batch_max of lmtp', 'lmtpall'),
    inDomains('multi_domain that names domains', 'mixed'),
    to('batch_max', 'together'),
    to('batch_id', 'byid'),
    to('batch_id and batch_max', 'few', ['a1', 'a2', 'b1', 'a3', 'a4', 'b2', 'a5']),
    to('batch_id of pipe', 'pipeid'),
    to('batch_id and batch_max of pipe', 'pipefew', ['a1', 'a2', 'b1', 'a3', 'a4', 'b2', 'a5']),
    to('batch_id without batch_max', 'onlyid'),
    to('batch_id that cannot be expanded', 'badid', ['b1', 'a1', 'a2']),
    to('batch_id that is made to fail', 'failid', ['a1', 'b1', 'b2']),
    inDomains('domains in a batch', 'domains'),
    to('batch_id of the domain', 'bydomain'),
    to('batch_id of the local part', 'bylocal', ['a1', 'a2', 'b1']),
    to('headers of their own', 'headers'),
    to('errors_to of their own', 'users'),
    inDomains('multi_domain that is never', 'never'),
    inDomains('multi_domain that is always', 'always'),
    inDomains('multi_domain that is no boolean', 'badmixed'),
    inDomains('multi_domain that is made to fail', 'failmixed'),
    inDomains('multi_domain that cannot be expanded', 'wrongmixed'),
    inDomains('multi_domain that asks the router', 'bydata'),
    keyed('retry_include_ip_address that says no', 'byname'),
    keyed('retry_include_ip_address that says yes', 'byaddress'),
    keyed('retry_include_ip_address that is no boolean', 'badkey'),
    keyed('retry_include_ip_address that asks for the host', 'byhost'),
    keyed('retry_include_ip_address that is made to fail', 'failkey'),
    keyed('no_retry_include_ip_address', 'nokey'),
  ],
};
