/** Options of the main section about deliveries, which a server has once: small worlds, since one would hide the other. */
import { from, one, redirect, remote, type Scenario, type World } from './types.ts';

const configuration =
  (options: (folder: string) => string, retry = '* * F,2h,15m'): World['configuration'] =>
  ({ folder, hops, dead }) =>
    `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org : other.example
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
${options(folder)}
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: no such person')}
${redirect('defer', 'allow_defer\n  data = :defer: come again')}
${remote('hop0', `127.0.0.1::${hops[0]}`)}
${remote('dead', `127.0.0.1::${dead}`)}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  headers_add = \${if def:sender_address{X-Seen: <$message_body> <$message_body_end> $message_body_size}}
  user = Debian-exim
out:
  driver = smtp
  allow_localhost
  connection_max_messages = 1
  hosts_avoid_tls = *
begin retry
${retry}
`;

const small = (name: string, world: Omit<World, 'name' | 'isInFullAlone'>): World => ({
  name,
  isInFullAlone: true,
  ...world,
});

const NO_SECOND_PHASE = {
  because: 'what is routed goes at once, and there is no second phase',
  lines: /== defer@example\.org routing defer \(-52\)/,
};
const LINES = 'one\n\ntwo\tand more of it\nthree\n';

export const kept = small('kept', {
  configuration: configuration(
    () => `qualify_recipient = other.example
recipient_unqualified_hosts = *
message_body_visible = 20
message_body_newlines
preserve_message_logs
queue_fast_ramp
retry_interval_max = 1s`,
  ),
  // Logs of messages that are gone are read as mailboxes are.
  prepare: 'mkdir -p spool/msglog.OLD && chown -R Debian-exim:Debian-exim spool && ln -s ../spool/msglog.OLD box/logs',
  scenarios: [
    one('qualify_recipient', 'bob'),
    { ...one('message_body_visible and message_body_newlines', 'bob@example.org'), body: LINES },
    { ...one('a body that is short', 'bob@example.org'), body: 'a\n' },
    { ...one('no body', 'bob@example.org'), body: '' },
    one('preserve_message_logs', 'bob@example.org', 'x@hop0.example'),
    one('preserve_message_logs of one that fails', 'fail@example.org'),
    { ...one('preserve_message_logs of one that waits', 'defer@example.org'), runs: ['-Mg ID'] },
    { ...one('retry_interval_max', 'x@dead.example'), runs: ['-q', '-q'] },
    { ...one('queue_fast_ramp', 'x@dead.example', 'defer@example.org'), runs: ['-qq'], differs: NO_SECOND_PHASE },
  ],
});

export const forgetful = small('forgetful', {
  configuration: configuration(
    (folder) => `no_message_logs
preserve_message_logs
message_body_visible = 12
retry_data_expire = 1s
queue_only_file = ${folder}/nothing : smtp${folder}/stop`,
  ),
  files: { stop: '' },
  prepare: 'mkdir -p spool/msglog.OLD && chown -R Debian-exim:Debian-exim spool && ln -s ../spool/msglog.OLD box/logs',
  scenarios: [
    { ...one('queue_only_file', 'bob@example.org', 'x@hop0.example'), runs: ['-q'] },
    { ...one('a body in one line', 'bob@example.org'), body: LINES, runs: ['-q'] },
    { ...one('retry_data_expire', 'x@dead.example', 'defer@example.org'), runs: ['-q', '-q', '-q'] },
    { ...one('given in here', 'bob@example.org'), runs: ['-odi bob@example.org', '-q'] },
  ],
});

export const patient = small('patient', {
  configuration: configuration(() => 'queue_only\nno_queue_only_override\nqueue_run_max = 1'),
  scenarios: [
    { ...one('queue_only', 'bob@example.org'), runs: ['-q'] },
    { ...one('no_queue_only_override', 'bob@example.org'), runs: ['-odi bob@example.org', '-q'] },
  ],
});

export const overridden = small('overridden', {
  configuration: configuration(() => 'queue_only\nqueue_only_override'),
  scenarios: [
    { ...one('queue_only_override', 'bob@example.org'), runs: ['-odi bob@example.org', '-q'] },
    { ...one('queue_only_override, queued', 'bob@example.org'), runs: ['-odq bob@example.org', '-q'] },
  ],
});

/** A load of nothing is exceeded by every machine that runs this. */
export const loaded = small('loaded', {
  configuration: configuration(
    () => `queue_only_load = 0
queue_only_load_latch
deliver_queue_load_max = 0
deliver_drop_privilege`,
  ),
  scenarios: [
    { ...one('queue_only_load', 'bob@example.org'), runs: ['-M ID'] },
    { ...one('deliver_queue_load_max', 'bob@example.org'), runs: ['-q', '-qf'] },
    { ...one('queue_only_load_latch', 'bob@example.org'), behind: [one('more', 'ann@example.org')], runs: ['-M ID'] },
  ],
});

const more = (count: number): readonly Scenario[] =>
  Array.from({ length: count }, (_, at) => from(`s${at}@example.net`, 'more', 'bob@example.org'));

export const crowded = small('crowded', {
  configuration: configuration(
    () => 'smtp_accept_queue = 2\nsmtp_accept_queue_per_connection = 2\nsmtp_accept_max = 9',
  ),
  scenarios: [
    { ...one('smtp_accept_queue', 'bob@example.org'), beside: 3, runs: ['-q'] },
    { ...one('fewer than smtp_accept_queue', 'bob@example.org'), beside: 1 },
    { ...one('smtp_accept_queue_per_connection', 'bob@example.org'), behind: more(3), runs: ['-q'] },
    { ...one('as many as smtp_accept_queue_per_connection', 'bob@example.org'), behind: more(1) },
  ],
});
