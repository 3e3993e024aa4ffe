/** What is sent to both servers, and the configuration that they have in common. */

export interface Scenario {
  readonly title: string;
  /** `!close` ends the connection; what stands between DATA and the dot gets no reply. */
  readonly lines: readonly string[];
  /** Deliveries go beside each other. */
  readonly isUnordered?: true;
  /** Known, and why. */
  readonly differs?: string;
}

interface Mail {
  readonly sender?: string;
  readonly subject?: string;
  readonly body?: readonly string[];
}

const mail = (
  recipients: string,
  { sender = 's@x.example', subject = 'hi', body = ['text', '..lead', ''] }: Mail = {},
): readonly string[] => [
  ...['EHLO c.example', `MAIL FROM:<${sender}>`, ...recipients.split(' ').map((one) => `RCPT TO:<${one}>`)],
  ...['DATA', `From: ${sender}`, `Subject: ${subject}`, 'X-Gone: 1', '', ...body, '.', 'QUIT'],
];

const LOST_BY_EXIM = 'Exim forgets the recipient that the next hop was not asked for; here the spool has the message';
const SILENT_IN_EXIM = 'Exim logs nothing of a next hop that leaves without an answer; here a line says so';

/** In this order; a reduced run takes every ninth. */
export const SCENARIOS: readonly Scenario[] = [
  { title: 'one recipient', lines: mail('a@t.example') },
  { title: 'two at the same host', lines: mail('a@t.example b@t.example') },
  { title: 'two domains at the same host', lines: mail('a@t.example b@u.example') },
  { title: 'two hosts', lines: mail('a@t.example b@other.example'), isUnordered: true },
  { title: 'the control behind the first', lines: mail('plain@t.example b@t.example') },
  { title: 'the control at the first alone', lines: mail('a@t.example plain@t.example') },
  { title: 'a later temporary failure', lines: mail('dot4@t.example') },
  { title: 'a temporary failure that passes', lines: mail('pass-dot4@t.example') },
  { title: 'a refusal', lines: mail('dot5@t.example') },
  { title: 'a refusal for two', lines: mail('a@t.example dot5@t.example') },
  { title: 'a host that leaves behind the dot', lines: mail('drop@t.example'), differs: SILENT_IN_EXIM },
  { title: 'the same, passed', lines: mail('pass-drop@t.example'), differs: SILENT_IN_EXIM },
  { title: 'DATA put off', lines: mail('data4@t.example') },
  { title: 'a callout in the same ACL serves it', lines: mail('both@t.example') },
  { title: 'a recipient that is refused', lines: mail('zed@t.example') },
  { title: 'a recipient that is put off', lines: mail('tmp@t.example') },
  { title: 'the same, passed', lines: mail('pass-tmp@t.example') },
  { title: 'a second that is refused', lines: mail('a@t.example zed@t.example') },
  { title: 'a second that is put off', lines: mail('a@t.example tmp@t.example') },
  { title: 'a sender that is refused', lines: mail('a@t.example', { sender: 'mail5@x.example' }) },
  { title: 'denied behind the data', lines: mail('a@t.example', { subject: 'deny' }) },
  { title: 'held, and then wished for', lines: mail('up@t.example') },
  { title: 'discarded behind the data', lines: mail('a@t.example', { subject: 'discard' }) },
  { title: 'denied before the data', lines: mail('a@t.example', { sender: 'nodata@x.example' }) },
  { title: 'frozen', lines: mail('freeze@t.example') },
  { title: 'queued', lines: mail('queue@t.example') },
  { title: 'refused in show', lines: mail('fake@t.example') },
  { title: 'fields of the ACL and the router', lines: mail('field@t.example') },
  { title: 'fields behind the data', lines: mail('a@t.example', { subject: 'late' }) },
  { title: 'mail for this host', lines: mail('a@local.example') },
  { title: 'a second for this host', lines: mail('a@t.example b@local.example'), differs: LOST_BY_EXIM },
  { title: 'an alias', lines: mail('a@alias.example') },
  { title: 'an alias of two', lines: mail('a@two.example') },
  { title: 'a filter', lines: mail('a@filter.example') },
  { title: 'a signature', lines: mail('a@signed.example') },
  { title: 'nobody there', lines: mail('a@dead.example') },
  { title: 'nobody there, passed', lines: mail('pass@dead.example') },
  { title: 'LMTP', lines: mail('a@lmtp.example') },
  { title: 'errors_to and return_path', lines: mail('a@errors.example') },
  { title: 'a bounce', lines: mail('a@t.example', { sender: '' }) },
  { title: 'too large', lines: mail('a@t.example', { body: Array.from({ length: 70 }, () => 'y'.repeat(900)) }) },
  {
    title: 'a header alone',
    lines: ['EHLO c', 'MAIL FROM:<s@x.example>', 'RCPT TO:<a@t.example>', 'DATA', 'Subject: x', '.', 'QUIT'],
  },
  {
    title: 'nothing at all',
    lines: ['EHLO c', 'MAIL FROM:<s@x.example>', 'RCPT TO:<a@t.example>', 'DATA', '.', 'QUIT'],
  },
  { title: 'RSET', lines: ['EHLO c', 'MAIL FROM:<s@x.example>', 'RCPT TO:<a@t.example>', 'RSET', 'QUIT'] },
  { title: 'QUIT', lines: ['EHLO c', 'MAIL FROM:<s@x.example>', 'RCPT TO:<a@t.example>', 'QUIT'] },
  {
    title: 'a client that leaves',
    lines: ['EHLO c', 'MAIL FROM:<s@x.example>', 'RCPT TO:<a@t.example>', 'DATA', 'Subject: x', '', 'text', '!close'],
  },
  { title: 'two messages', lines: [...mail('a@t.example').slice(0, -1), ...mail('b@t.example').slice(1)] },
];

export const configurationOf = (hop: number, dead: number): string => `
keep_environment =
primary_hostname = our.example
tls_advertise_hosts =
chunking_advertise_hosts =
message_size_limit = 50K
log_selector = +received_recipients -subject
acl_smtp_rcpt = rcpt
acl_smtp_predata = predata
acl_smtp_data = data
begin acl
rcpt:
  accept local_parts = plain
  accept local_parts = both
         control = cutthrough_delivery
         verify = recipient/callout=use_sender
  accept local_parts = up
         verify = recipient/callout=use_sender,hold
         control = cutthrough_delivery
  accept local_parts = ^pass
         control = cutthrough_delivery/defer=pass
  accept local_parts = freeze
         control = freeze
         control = cutthrough_delivery
  accept local_parts = queue
         control = queue_only
         control = cutthrough_delivery
  accept local_parts = fake
         control = fakereject
         control = cutthrough_delivery
  accept local_parts = field
         add_header = X-Of-Rcpt: yes
         control = cutthrough_delivery
  accept control = cutthrough_delivery
predata:
  deny senders = nodata@x.example
  accept
data:
  deny condition = \${if eq{$h_subject:}{deny}}
  discard condition = \${if eq{$h_subject:}{discard}}
  warn condition = \${if eq{$h_subject:}{late}}
       add_header = X-Of-Data: yes
  accept
begin routers
local:
  driver = accept
  domains = local.example
  transport = void
alias:
  driver = redirect
  domains = alias.example
  data = \${local_part}@t.example
two:
  driver = redirect
  domains = two.example
  data = \${local_part}@t.example, other@t.example
${remote('filter', 'domains = filter.example')}${remote('signed', 'domains = signed.example')}${remote('lmtp', 'domains = lmtp.example')}${remote('dead', 'domains = dead.example')}${remote('errors', 'domains = errors.example\n  errors_to = boss@t.example')}${remote('other', 'domains = other.example')}${remote('all', 'headers_add = X-Of-Router: yes')}begin transports
void:
  driver = appendfile
  file = /dev/null
  user = Debian-exim
${smtp('filter', hop, 'transport_filter = /bin/cat')}${smtp('signed', hop, 'dkim_domain = x.example', 'dkim_selector = s', 'dkim_private_key = 0')}${smtp('lmtp', hop, 'protocol = lmtp')}${smtp('dead', dead)}${smtp('errors', hop, 'return_path = other@t.example')}${smtp('other', hop)}${smtp('all', hop, 'headers_remove = X-Gone')}begin retry
* * F,1d,1h
`;

const remote = (name: string, option: string): string =>
  `${name}:\n  driver = manualroute\n  ${option}\n  route_list = * 127.0.0.1 byname\n  self = send\n  transport = ${name}\n`;

const smtp = (name: string, port: number, ...options: readonly string[]): string =>
  `${name}:\n  driver = smtp\n  port = ${port}\n  allow_localhost\n  connection_max_messages = 1\n${options.map((one) => `  ${one}\n`).join('')}`;
