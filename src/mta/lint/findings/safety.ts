/** Relaying, TLS, passwords, file names: what lets somebody do what they should not. */
import { row } from './define.ts';

export const noRcptAcl = row(
  'relay.no-acl',
  'warn',
  'No ACL decides on recipients',
  'Without acl_smtp_rcpt every recipient is refused, so no mail comes in by SMTP at all; a configuration that only sends says so best by an ACL that denies.',
  ['Exim spec ch. "Access control lists"'],
  'set acl_smtp_rcpt to an ACL that accepts our own domains, our own hosts and authenticated clients',
);
export const openRelay = row(
  'relay.open',
  'error',
  'A recipient is accepted for anybody to anywhere',
  'The statement accepts recipients without asking whether the domain is ours, whether the client is one of our hosts, or whether it has authenticated, and nothing before it has asked. What it does ask (the sender, the name in HELO, a DNS list) anybody can make come out right. Servers that relay for everybody are found within hours, used for spam, and listed.',
  ['Exim spec ch. "Access control lists"'],
  'add a condition such as domains = +local_domains, hosts = +relay_from_hosts or authenticated = *, or put `require domains = …` before it',
);
export const relayForAll = row(
  'relay.everybody',
  'error',
  'A list that allows relaying has everybody in it',
  'An ACL accepts recipients for the members of this list, and an item of it matches every host or every domain there is.',
  ['Exim spec ch. "Domain, host, address, and local part lists"'],
  'name the networks and domains that are meant',
);
export const taintedFile = row(
  'taint.file',
  'error',
  'A file name is made of what came from outside',
  'Values such as $local_part, $domain and header lines are written by whoever sends the mail. Since 4.94 a file, directory, socket or program named by them is refused when mail comes, so this fails at run time; before that, a local part such as ../../etc/passwd would have been followed.',
  ['Exim spec ch. "String expansions"'],
  'use what a look-up has found instead: $local_part_data or $domain_data after local_parts or domains with a look-up, or ${lookup{$local_part}dsearch{/the/directory}}',
);
export const taintedLookup = row(
  'taint.lookup-file',
  'error',
  'The file of a look-up is made of what came from outside',
  'The name of the file or directory a look-up searches must be known to the configuration; a tainted one is refused since 4.94. The key may come from outside.',
  ['Exim spec ch. "File and database lookups"'],
  'find the name by a look-up of its own, as ${lookup{$domain}dsearch{/the/directory}}, or use $domain_data',
);
export const unquotedQuery = row(
  'taint.query',
  'error',
  'A query has words from outside that are not quoted',
  'A query for a database is text, and whoever writes a part of it can write more than a value: SQL injection. Since 4.94 such a query is refused, or logged as a danger.',
  ['Exim spec ch. "File and database lookups"'],
  "put the value into the driver's quoting operator, as ${quote_mysql:$local_part}",
);
export const weakCiphers = row(
  'tls.weak-ciphers',
  'error',
  'Cipher suites are allowed that protect nothing',
  'NULL suites do not encrypt, anonymous ones do not say with whom one speaks, EXPORT and LOW ones were made to be broken, and RC4 has been.',
  ['RFC 7465', 'RFC 9325 §4.2'],
  'leave the names out, or put ! before them; the defaults of OpenSSL are good',
);
export const oldVersions = row(
  'tls.old-versions',
  'error',
  'Versions of TLS are allowed that are broken or given up',
  'SSL 2 and 3 are broken, TLS 1.0 and 1.1 are not to be used any more.',
  ['RFC 7568', 'RFC 8996'],
  'write +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1',
);
export const noStartTls = row(
  'tls.not-offered',
  'warn',
  'STARTTLS is offered to nobody',
  'With tls_advertise_hosts empty all mail comes in clear, and passwords too where AUTH is offered.',
  ['RFC 3207', 'RFC 7672 §2.2'],
  'leave the option out, which offers it to all, and set tls_certificate and tls_privatekey',
);
export const avoidsTls = row(
  'tls.avoided',
  'warn',
  'Mail goes out in clear although the other side offers TLS',
  'hosts_avoid_tls names every host, so that nothing is encrypted on its way.',
  ['RFC 7672 §2.2'],
  'name the hosts whose TLS is broken, and no others',
);
export const passwordInClear = row(
  'auth.in-clear',
  'error',
  'Passwords may be asked for without TLS',
  'The mechanism sends the password as it is, and is offered on connections without TLS, where everybody on the way reads it.',
  ['RFC 4954 §4', 'RFC 8314 §3'],
  'set server_advertise_condition = ${if def:tls_in_cipher}, or auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}',
);

export const SAFETY_FINDINGS = [
  ...[noRcptAcl, openRelay, relayForAll, taintedFile, taintedLookup, unquotedQuery],
  ...[weakCiphers, oldVersions, noStartTls, avoidsTls, passwordInClear],
];
