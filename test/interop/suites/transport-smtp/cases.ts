/** A configuration of the transport, what next hops do, and to whom: a row each. */
import { DROP, type PeerScript, SILENT } from '../../../support/smtp-peer.ts';

export interface TransportCase {
  readonly name: string;
  /** Options of the transport. */
  readonly transport?: string;
  /** `route_list` of the router; default the first host. */
  readonly hosts?: string;
  readonly authenticators?: string;
  /** The servers at 127.0.0.1, 127.0.0.2, …; undefined: nobody listens there. */
  readonly peers?: readonly (PeerScript | undefined)[];
  readonly to?: readonly string[];
  readonly sender?: string;
  readonly text?: string;
}

const BOTH = ['a@x.test', 'b@x.test'];
const TWO = '127.0.0.1 : 127.0.0.2';
const one = (replies: PeerScript['replies'], offers: readonly string[] = []): readonly PeerScript[] => [
  { replies: replies!, offers },
];

const PLAIN = 'plain:\n  driver = plaintext\n  public_name = PLAIN\n  client_send = ^user^pass\n';
const LOGIN =
  'login:\n  driver = plaintext\n  public_name = LOGIN\n  client_send = : user : pass\n  client_set_id = me-$auth1\n';
const CRAM = 'cram:\n  driver = cram_md5\n  public_name = CRAM-MD5\n  client_name = user\n  client_secret = pass\n';
const ALL = PLAIN + LOGIN + CRAM;
const TRY = 'hosts_try_auth = *';
const REQUIRE = 'hosts_require_auth = *';
const CHALLENGE = '334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+';

export const CASES: readonly TransportCase[] = [
  { name: 'two recipients, pipelined', peers: one({}, ['PIPELINING', 'SIZE 100000', '8BITMIME']), to: BOTH },
  { name: 'dots and octets', text: 'Subject: t\n\n.\n..a\nb\u00fc\n' },
  { name: 'SIZE smaller than the message', peers: one({}, ['SIZE 100']) },
  { name: 'size_addition', transport: 'size_addition = 7', peers: one({}, ['SIZE']) },
  { name: 'no size_addition', transport: 'size_addition = -1', peers: one({}, ['SIZE']) },
  { name: 'chunks', peers: one({}, ['CHUNKING', 'PIPELINING']) },
  { name: 'no chunks', transport: 'hosts_try_chunking =', peers: one({}, ['CHUNKING']) },
  { name: 'no groups', transport: 'hosts_avoid_pipelining = 127.0.0.0/8', peers: one({}, ['PIPELINING']) },
  { name: 'HELO behind EHLO 550', peers: one({ EHLO: '550 no' }) },
  { name: 'HELO behind EHLO 450', peers: one({ EHLO: '450 no' }) },
  { name: 'HELO at once', transport: 'hosts_avoid_esmtp = *', peers: one({}) },
  { name: 'HELO 450', peers: one({ EHLO: '450 no', HELO: '450 no' }) },
  { name: 'HELO 550', peers: one({ EHLO: '550 no', HELO: '550 no' }), sender: '<>' },
  { name: 'helo_data', transport: 'helo_data = $host_address.$domain' },
  { name: 'helo_data made to fail', transport: 'helo_data = ${if eq{a}{b}{x}fail}' },
  { name: 'greeting 421', peers: [{ greeting: '421 later' }] },
  { name: 'greeting 554', peers: [{ greeting: '554 no' }], sender: '<>' },
  { name: 'greeting that is none', peers: [{ greeting: 'hello' }] },
  { name: 'no greeting', peers: [{ greeting: DROP }] },
  { name: 'no greeting in time', peers: [{ greeting: SILENT }], transport: 'command_timeout = 1s' },
  { name: 'nobody listens', peers: [undefined] },
  { name: 'closed at EHLO', peers: one({ EHLO: DROP }) },
  { name: 'closed at MAIL', peers: one({ MAIL: DROP }) },
  { name: 'closed at RCPT', peers: one({ RCPT: DROP }) },
  { name: 'closed at the end', peers: one({ '.': DROP }) },
  { name: 'MAIL 450', peers: one({ MAIL: '450 no' }) },
  { name: 'MAIL 550', peers: one({ MAIL: '550 no' }), sender: '<>' },
  { name: 'nonsense for MAIL', peers: one({ MAIL: 'nonsense' }) },
  { name: 'no answer to MAIL', peers: one({ MAIL: SILENT }), transport: 'command_timeout = 1s' },
  { name: 'RCPT 550 to one', peers: one({ 'RCPT TO:<B': '550 5.1.1 no b' }), to: BOTH, sender: '<>' },
  { name: 'RCPT 450 to one', peers: one({ 'RCPT TO:<B': '450 later' }, ['PIPELINING']), to: BOTH },
  { name: 'RCPT 450 to all', peers: one({ RCPT: '450 later' }), to: BOTH },
  { name: 'DATA 450', peers: one({ DATA: '450 no' }) },
  { name: 'DATA 450, pipelined', peers: one({ DATA: '450 no' }, ['PIPELINING']) },
  { name: 'DATA 550', peers: one({ DATA: '550 no' }), sender: '<>' },
  { name: 'the end 451', peers: one({ '.': '451 grey' }) },
  { name: 'the end 550', peers: one({ '.': '550 spam' }), sender: '<>' },
  { name: 'the end 550 in chunks', peers: one({ BDAT: '550 spam' }, ['CHUNKING', 'PIPELINING']), sender: '<>' },
  { name: 'no answer to the end', peers: one({ '.': SILENT }), transport: 'final_timeout = 1s' },
  {
    name: 'PRDR',
    peers: [{ offers: ['PRDR', 'PIPELINING'], prdr: true, replies: { '.': ['250 a', '550 b', '450 c', '250 done'] } }],
    to: [...BOTH, 'c@x.test'],
    sender: '<>',
  },
  { name: 'no PRDR for one', peers: [{ offers: ['PRDR'], prdr: true }] },
  {
    name: 'LMTP',
    transport: 'protocol = lmtp',
    peers: [{ lmtp: true, replies: { '.': ['250 a', '550 b', '450 c'] } }],
    to: [...BOTH, 'c@x.test'],
    sender: '<>',
  },
  { name: 'the second host', hosts: TWO, peers: [undefined, {}] },
  { name: 'MAIL 450, and the second host', hosts: TWO, peers: [...one({ MAIL: '450 x' }), {}] },
  { name: 'the end 450, and the second host', hosts: TWO, peers: [...one({ '.': '450 x' }), {}] },
  { name: 'closed at the end, and the second host', hosts: TWO, peers: [...one({ '.': DROP }), {}] },
  { name: 'greeting 554, and the second host', hosts: TWO, peers: [{ greeting: '554 x' }, {}] },
  { name: 'one recipient at the second host', hosts: TWO, peers: [...one({ 'RCPT TO:<B': '450 x' }), {}], to: BOTH },
  { name: 'nobody at either host', hosts: TWO, peers: [undefined, undefined] },
  { name: 'put off by both', hosts: TWO, peers: [...one({ RCPT: '450 x' }), ...one({ RCPT: '451 y' })] },
  { name: 'hosts_max_try', hosts: TWO, peers: [undefined, {}], transport: 'hosts_max_try = 1' },
  { name: 'fallback_hosts', hosts: '127.0.0.1', peers: [undefined, {}], transport: 'fallback_hosts = 127.0.0.2' },
  { name: 'hosts_override', transport: 'hosts = 127.0.0.2\nhosts_override', peers: [{}, {}] },
  { name: 'hosts that is empty', transport: 'hosts = ${if eq{a}{b}{x}{}}\nhosts_override' },
  { name: 'an interface', transport: 'interface = <; ::1 ; 127.0.0.7' },
  { name: 'an interface of nobody', transport: 'interface = 10.9.9.9' },
  { name: 'return_path and traces', transport: 'return_path = ret@me.test\nreturn_path_add\nenvelope_to_add' },
  {
    name: 'headers',
    transport: 'headers_add = X-A: $host_address\nheaders_remove = x-b',
    text: 'X-B: c\nSubject: t\n\nb\n',
  },
  { name: 'message_size_limit', transport: 'message_size_limit = 10', sender: '<>' },
  {
    name: 'message_linelength_limit',
    transport: 'message_linelength_limit = 20',
    text: `Subject: t\n\n${'y'.repeat(60)}\n`,
    sender: '<>',
  },
  { name: 'max_rcpt', transport: 'max_rcpt = 1', to: ['a@x.test'] },
  { name: 'AUTH PLAIN', peers: one({ AUTH: '235 ok' }, ['AUTH PLAIN LOGIN']), transport: TRY, authenticators: ALL },
  {
    name: 'AUTH= of MAIL',
    peers: one({ AUTH: '235 ok' }, ['AUTH PLAIN']),
    transport: `${TRY}\nauthenticated_sender = me@here`,
    authenticators: ALL,
  },
  { name: 'AUTH= by force', transport: 'authenticated_sender = me@here\nauthenticated_sender_force' },
  {
    name: 'AUTH LOGIN behind PLAIN',
    peers: one(
      {
        'AUTH PLAIN': '535 bad',
        'AUTH LOGIN': '334 VXNlcm5hbWU6',
        'DXNLCG==': '334 UGFzc3dvcmQ6',
        'CGFZCW==': '235 yes',
      },
      ['AUTH PLAIN LOGIN'],
    ),
    transport: TRY,
    authenticators: ALL,
  },
  {
    name: 'AUTH CRAM-MD5',
    peers: one({ AUTH: CHALLENGE, DXNL: '235 ok' }, ['AUTH CRAM-MD5']),
    transport: TRY,
    authenticators: ALL,
  },
  { name: 'AUTH refused', peers: one({ AUTH: '535 bad' }, ['AUTH PLAIN LOGIN']), transport: TRY, authenticators: ALL },
  {
    name: 'AUTH refused, but required',
    peers: one({ AUTH: '535 bad' }, ['AUTH PLAIN LOGIN']),
    transport: REQUIRE,
    authenticators: ALL,
  },
  { name: 'AUTH not offered, but required', transport: REQUIRE, authenticators: ALL },
  {
    name: 'AUTH with no mechanism in common',
    peers: one({}, ['AUTH GSSAPI']),
    transport: REQUIRE,
    authenticators: ALL,
  },
  { name: 'AUTH 454', peers: one({ AUTH: '454 later' }, ['AUTH PLAIN']), transport: TRY, authenticators: ALL },
  { name: 'AUTH closed', peers: one({ AUTH: DROP }, ['AUTH PLAIN']), transport: TRY, authenticators: ALL },
  { name: 'TLS required, not offered', transport: 'hosts_require_tls = *' },
  { name: 'STARTTLS 454', peers: one({ STARTTLS: '454 later' }, ['STARTTLS']) },
  {
    name: 'STARTTLS 454 without tryclear',
    peers: one({ STARTTLS: '454 later' }, ['STARTTLS']),
    transport: 'tls_tempfail_tryclear = false',
  },
  {
    name: 'STARTTLS 554',
    peers: one({ STARTTLS: '554 no' }, ['STARTTLS']),
    transport: 'tls_tempfail_tryclear = false',
  },
  {
    name: 'STARTTLS 554, but required',
    peers: one({ STARTTLS: '554 no' }, ['STARTTLS']),
    transport: 'hosts_require_tls = *',
  },
  { name: 'STARTTLS closed', peers: one({ STARTTLS: DROP }, ['STARTTLS']), transport: 'hosts_require_tls = *' },
  { name: 'hosts_avoid_tls', peers: one({}, ['STARTTLS']), transport: 'hosts_avoid_tls = *' },
];
