/** A message as Exim's `-H` file has it (Exim spec ch. "Format of spool files"), for people and programs that read those. */
import type { ArrivedMessage, Progress, StoredMessage, StoredRecipient } from './message.ts';
import { isSettled } from './message.ts';
import { inTreeOrder } from './tree-order.ts';

export function formatHeaderFile(message: StoredMessage): string {
  const { id, submitter, sender, receivedAtMs, warnings, recipients, progress } = message;
  const lines = [
    `${id}-H`,
    `${submitter.login} ${submitter.uid} ${submitter.gid}`,
    `<${sender}>`,
    `${Math.trunc(receivedAtMs / 1000)} ${warnings}`,
    ...keywordLines(message),
    ...treeLines(progress),
    String(recipients.length),
    ...recipients.map(recipientLine),
    '',
    '',
  ];
  return lines.join('\n') + message.headers.map(headerText).join('');
}

/** Whether there is a line, and what stands behind its keyword. */
type Keyword = readonly [name: string, value: string | number | boolean | undefined];

function keywordLines(message: StoredMessage): readonly string[] {
  const before = [...timeKeywords(message), ...connectionKeywords(message), ...variableKeywords(message)];
  return [
    ...before,
    ...bodyKeywords(message),
    ...stateKeywords(message),
    ...tlsKeywords(message),
    ...utf8Keywords(message),
    ...dsnKeywords(message),
  ]
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? name : `${name} ${value}`));
}

function timeKeywords({ receivedAtMs, receptionMs }: StoredMessage): readonly Keyword[] {
  return [
    ['-received_time_usec', `.${micros(receivedAtMs)}`],
    ['-received_time_complete', receptionMs === undefined ? undefined : instant(receivedAtMs + receptionMs)],
  ];
}

const micros = (ms: number): string => String(Math.round((ms % 1000) * 1000)).padStart(6, '0');
const instant = (ms: number): string => `${Math.trunc(ms / 1000)}.${micros(ms)}`;

/** `-aclc 0 5`, and the text on lines of its own; what is tainted has another dash in front. */
function variableKeywords({ variables = {} }: StoredMessage): readonly Keyword[] {
  const names = Object.keys(variables);
  return ['c', 'm'].flatMap((scope) =>
    inTreeOrder(names.filter((name) => name[0] === scope)).map(({ name }): Keyword => {
      const { text, tainted } = variables[name]!;
      return [`${tainted ? '-' : ''}-acl${scope} ${name.slice(1)}`, `${text.length}\n${text}`];
    }),
  );
}

/** What a stranger said is tainted. */
function connectionKeywords({ connection }: StoredMessage): readonly Keyword[] {
  const { host, interface: local } = connection;
  // What a caller on the command line has said is tainted, too.
  const said = (fact: string): string => (connection.claimed?.includes(fact) === true ? '--' : '-');
  return [
    ['--helo_name', connection.heloName],
    [`${said('host')}host_address`, host && `[${host.address}]:${host.port ?? 0}`],
    ['--host_name', connection.hostName],
    [`${said('authenticator')}host_auth`, connection.authenticator],
    ['-host_auth_pubname', connection.authenticatorPublicName],
    [`${said('interface')}interface_address`, local && `[${local.address}]:${local.port ?? 0}`],
    ['-active_hostname', connection.activeHostname],
    [`${said('ident')}ident`, connection.ident],
    [`${said('protocol')}received_protocol`, connection.protocol],
  ];
}

function bodyKeywords({ body, connection }: StoredMessage): readonly Keyword[] {
  // Of a local caller it is his login, whatever authenticator he names.
  const isClaimed = (fact: string): boolean => connection.claimed?.includes(fact) === true;
  const hasSaid = connection.authenticator !== undefined && !isClaimed('authenticator');
  const of = (fact: string): string => (hasSaid || isClaimed(fact) ? '--' : '-');
  const isOfClient = connection.host !== undefined && !isClaimed('host'); // by AUTH= of its MAIL, authenticated or not
  return [
    ['-body_linecount', body.lineCount],
    ['-max_received_linelength', body.maxLineOctets],
    ['-body_zerocount', body.zeroCount === 0 ? undefined : body.zeroCount],
    [`${of('authenticatedId')}auth_id`, connection.authenticatedId],
    [`${isOfClient ? '--' : of('authenticatedSender')}auth_sender`, connection.authenticatedSender],
  ];
}

function stateKeywords(message: StoredMessage): readonly Keyword[] {
  const { flags = {}, spam = {}, frozenAtMs } = message;
  return [
    ['-allow_unqualified_recipient', flags.allowUnqualifiedRecipient],
    ['-allow_unqualified_sender', flags.allowUnqualifiedSender],
    ['-deliver_firsttime', message.firstDelivery],
    ['-frozen', frozenAtMs === undefined ? undefined : Math.trunc(frozenAtMs / 1000)],
    ['-N', flags.suppressDelivery],
    ['-host_lookup_deferred', flags.hostLookupDeferred],
    ['-host_lookup_failed', flags.hostLookupFailed],
    ['-local', flags.local],
    ['-localerror', flags.localError],
    ['--local_scan', message.localScanData],
    ['-spam_bar', spam.bar],
    ['-spam_score', spam.score],
    ['-spam_score_int', spam.scoreInt],
    ['-manual_thaw', message.manualThaw],
    ['-sender_set_untrusted', message.senderSetUntrusted],
    ['-spool_file_wireformat', message.body.wireFormat],
  ];
}

/** Line ends of a certificate, as Exim escapes them. */
const oneLine = (text: string | undefined): string | undefined => text?.replaceAll('\n', '\\n');

function tlsKeywords({ tls = {} }: StoredMessage): readonly Keyword[] {
  return [
    ['-tls_certificate_verified', tls.certificateVerified],
    ['-tls_cipher', tls.cipher],
    ['--tls_peercert', oneLine(tls.peerCertificate)],
    ['--tls_peerdn', tls.peerDn],
    ['--tls_sni', tls.sni],
    ['-tls_ourcert', oneLine(tls.ownCertificate)],
    ['-tls_ocsp', tls.ocsp === 0 ? undefined : tls.ocsp],
    ['-tls_resumption', String.fromCharCode(65 + (tls.resumption ?? 0))],
    ['-tls_ver', tls.version],
  ];
}

function utf8Keywords({ flags = {} }: StoredMessage): readonly Keyword[] {
  return [
    ['-smtputf8', flags.smtpUtf8],
    ['-utf8_downcvt', flags.smtpUtf8 === true && flags.utf8Downconvert === 'always'],
    ['-utf8_optdowncvt', flags.smtpUtf8 === true && flags.utf8Downconvert === 'optional'],
  ];
}

function dsnKeywords({ dsn = {} }: Pick<ArrivedMessage, 'dsn'>): readonly Keyword[] {
  return [
    ['-dsn_envid', dsn.envid],
    ['-dsn_ret', dsn.ret === undefined ? undefined : dsn.ret === 'FULL' ? 1 : 2],
  ];
}

/** A tree of those who need nothing more: each node says whether it has a left and a right one. */
function treeLines(progress: readonly Progress[]): readonly string[] {
  const done = progress.filter(isSettled).map(({ address }) => address);
  if (done.length === 0) return ['XX'];
  const has = (node: unknown): string => (node === undefined ? 'N' : 'Y');
  return inTreeOrder([...new Set(done)]).map(({ name, left, right }) => `${has(left)}${has(right)} ${name}`);
}

const NOTIFY = { NEVER: 0x02, SUCCESS: 0x04, FAILURE: 0x08, DELAY: 0x10 } as const;

function recipientLine({ address, errorsTo = '', orcpt = '', notify = [], parent = -1 }: StoredRecipient): string {
  const flags = notify.reduce((sum, word) => sum | NOTIFY[word], 0);
  if (parent < 0 && errorsTo === '' && flags === 0) return address; // and an ORCPT is lost, as there
  return `${address} ${orcpt} ${orcpt.length},${flags} ${errorsTo} ${errorsTo.length},${parent}#3`;
}

/** Lines end as in files here. */
function headerText({ letter, text }: StoredMessage['headers'][number]): string {
  const lines = text.replaceAll('\r\n', '\n');
  return `${String(lines.length).padStart(3, '0')}${letter} ${lines}`;
}
