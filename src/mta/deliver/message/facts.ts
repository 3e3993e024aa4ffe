/** What variables say of a message that waits in the spool: the records of its reception, made again of what was stored. */
import { textOf } from '../../expand/index.ts';
import {
  type Connection,
  createConnection,
  createMessage,
  type Facts,
  type HeaderLine,
  type IncomingMessage,
  setOfConnection,
  type TlsFacts,
} from '../../facts/index.ts';
import type { StoredMessage } from '../../spool/index.ts';

export function storedFacts(stored: StoredMessage, primaryHostname: string): Facts {
  const connection = connectionOf(stored);
  return {
    connection,
    message: messageOf(stored),
    lookUpName: () => connection.hostName ?? { kind: 'failed', message: 'not known any more' },
    primaryHostname,
    hostText: { withPort: false },
  };
}

function connectionOf({ connection: stored, receivedAtMs, flags, tls, variables = {} }: StoredMessage): Connection {
  const {
    host,
    interface: local,
    hostName,
    heloName,
    authenticator,
    authenticatorPublicName,
    authenticatedId,
  } = stored;
  const made = createConnection({
    source: host === undefined ? 'local' : 'smtp',
    startedMs: receivedAtMs,
    ...(host !== undefined && { client: { address: host.address, port: host.port ?? 0 } }),
    ...(local !== undefined && { local: { address: local.address, port: local.port ?? 0 } }),
    ...(heloName !== undefined && { helo: { verb: 'EHLO', name: heloName } }),
    ...(stored.ident !== undefined && { ident: stored.ident }),
    ...(stored.protocol !== undefined && { protocol: stored.protocol }),
    ...(stored.activeHostname !== undefined && { activeHostname: stored.activeHostname }),
    ...(tls !== undefined && { tls: tlsOf(tls) }),
    ...(authenticator !== undefined && {
      auth: {
        authenticator,
        publicName: authenticatorPublicName ?? '',
        ...(authenticatedId !== undefined && { id: authenticatedId }),
      },
    }),
  });
  if (hostName !== undefined) made.hostName = { kind: 'found', name: hostName, dnssec: false };
  else if (flags?.hostLookupDeferred === true) made.hostName = { kind: 'deferred', message: '' };
  else if (host !== undefined) made.hostName = { kind: 'failed', message: '' };
  for (const [name, { text, tainted }] of Object.entries(variables))
    if (name.startsWith('c')) setOfConnection(made, `acl_${name}`, textOf(text, tainted));
  return made;
}

function tlsOf({ cipher = '', certificateVerified = false, ...stored }: NonNullable<StoredMessage['tls']>): TlsFacts {
  const [version = '', name = '', bits = '0'] = cipher.split(':');
  return {
    version: stored.version ?? version,
    cipher: name,
    cipherStandard: name,
    bits: Number(bits) || 0,
    onConnect: false,
    verified: certificateVerified,
    ocsp: (stored.ocsp ?? 0) as TlsFacts['ocsp'],
    resumption: stored.resumption ?? 0,
    ...(stored.sni !== undefined && { sni: stored.sni }),
    ...(stored.peerDn !== undefined && { peerDn: stored.peerDn }),
    ...(stored.peerCertificate !== undefined && { peerCertificate: derOf(stored.peerCertificate) }),
    ...(stored.ownCertificate !== undefined && { ourCertificate: derOf(stored.ownCertificate) }),
  };
}

const derOf = (pem: string): Uint8Array => Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');

function messageOf(stored: StoredMessage): IncomingMessage {
  const { sender, body, variables = {}, spam = {} } = stored;
  const made = createMessage(sender, { unknown: [] });
  const headers = stored.headers.map(({ letter, text }): HeaderLine => ({ letter, text }));
  const kept = headers.filter(({ letter }) => letter !== '*').map(({ text }) => text);
  Object.assign(made, {
    id: stored.id,
    headers,
    receivedMs: stored.receivedAtMs,
    isUtf8: stored.flags?.smtpUtf8 === true,
    recipients: stored.recipients.map(({ address }) => ({ address, parameters: { unknown: [] } })),
    headerRead: {
      octets: kept.reduce((sum, text) => sum + text.length, 1),
      lines: kept.reduce((sum, text) => sum + text.split('\n').length - 1, 1),
    },
    body: {
      octets: body.wireFormat ? stored.bodyOctets - body.lineCount : stored.bodyOctets, // line ends are LF
      lines: body.lineCount,
      zeros: body.zeroCount ?? 0,
      longestLine: body.maxLineOctets ?? 0,
      beginning: '',
      end: '',
    },
    ...(stored.queue !== undefined && { queueName: stored.queue }),
    ...(stored.connection.authenticatedSender !== undefined && {
      authenticatedSender: stored.connection.authenticatedSender,
    }),
  });
  for (const [name, { text, tainted }] of Object.entries(variables))
    if (name.startsWith('m')) made.values.set(`acl_${name}`, textOf(text, tainted));
  const ofSpam = { spam_score: spam.score, spam_score_int: spam.scoreInt, spam_bar: spam.bar };
  for (const [name, value] of Object.entries(ofSpam)) if (value !== undefined) made.values.set(name, value);
  if (stored.localScanData !== undefined) made.values.set('local_scan_data', stored.localScanData);
  return made;
}
