/** A message made durable, as the spool keeps it. */
import type { Result } from '../../../base/index.ts';
import type { RcptParameters } from '../../../core/smtp/index.ts';
import {
  certificateText,
  cipherText,
  createMessage,
  foundName,
  type IncomingMessage,
  receivedProtocol,
  setByName,
} from '../../facts/index.ts';
import { toOctets } from '../../host/index.ts';
import type {
  ArrivedMessage,
  ConnectionFacts,
  FirstClaim,
  MessageFlags,
  MessageWriter,
  Progress,
  SpoolError,
  StoredMessage,
  StoredRecipient,
  StoredText,
  TlsFacts,
} from '../../spool/index.ts';
import type { Session } from '../session.ts';

/** @param leaseMs  it is stored with a claim for so long */
export function storeMessage(
  session: Session,
  writer: MessageWriter,
  leaseMs: number | undefined,
): Promise<Result<FirstClaim | undefined, SpoolError>> {
  const { clock, committed } = session.shared.ports;
  const storing = writer.commit(arrivedOf(session, session.message!), leaseMs);
  if (committed === undefined) return storing;
  const startedMs = clock.monotonicMs();
  return storing.then((stored) => {
    if (stored.ok) committed((clock.monotonicMs() - startedMs) / 1000);
    return stored;
  });
}

/** As a transport would find it, were it stored as it is now. */
export const storedOf = (session: Session): StoredMessage => {
  const { settled: _settled, ...arrived } = arrivedOf(session, session.message ?? createMessage('', { unknown: [] }));
  return { ...arrived, progress: [], manualThaw: false, warnings: 0, firstDelivery: true, bodyOctets: 0 };
};

function arrivedOf(session: Session, message: IncomingMessage): ArrivedMessage {
  const { messageControls, connection } = session;
  const { body, queueName, parameters } = message;
  const now = session.now();
  const spam = spamOf(session);
  return {
    id: message.id ?? '',
    ...(queueName !== undefined && queueName !== '' && { queue: queueName }),
    receivedAtMs: message.receivedMs ?? now,
    submitter: session.submitter,
    sender: message.sender,
    ...(session.local?.hasSetSender === true && { senderSetUntrusted: true }),
    ...(session.local?.withheld !== undefined && { settled: session.local.withheld.map(settledAt(now)) }),
    recipients: message.recipients.map(({ address, parameters: own }) => recipientOf(address, own)),
    headers: message.headers.map(({ letter, text }) => ({ letter: letter as ' ', text })),
    body: {
      lineCount: body?.lines ?? 0,
      zeroCount: body?.zeros ?? 0,
      maxLineOctets: Math.max(body?.longestLine ?? 0, session.local?.fromLineOctets ?? session.fromLineOctets),
      wireFormat: true,
    },
    connection: connectionOf(session, message),
    ...(connection.tls !== undefined && { tls: tlsOf(connection.tls) }),
    variables: variablesOf(session),
    flags: flagsOf(session, message),
    ...(spam !== undefined && { spam }),
    ...((parameters.envid ?? parameters.ret) !== undefined && {
      dsn: {
        ...(parameters.envid !== undefined && { envid: parameters.envid }),
        ...(parameters.ret !== undefined && { ret: parameters.ret }),
      },
    }),
    ...(session.debugging !== undefined && { debug: { logName: session.debugging.tag } }),
    ...(messageControls.freeze !== undefined && { frozenAtMs: now }),
  };
}

/** Who is on the command line gets nothing of what `-t` sends. */
const settledAt =
  (atMs: number) =>
  (address: string): Progress => ({ address, status: 'done', atMs });

const recipientOf = (address: string, { notify, orcptText }: RcptParameters): StoredRecipient => ({
  address,
  ...(notify !== undefined && { notify }),
  ...(orcptText !== undefined && { orcpt: toOctets(orcptText) }),
});

function connectionOf({ connection }: Session, message: IncomingMessage): ConnectionFacts {
  const { client, local, helo, isHeloForgotten, ident, auth, activeHostname } = connection;
  // A name that a caller has said is known while the message comes in; the spool has none without an address.
  const hostName = client === undefined ? undefined : foundName(connection);
  return {
    protocol: receivedProtocol(connection),
    ...(helo !== undefined && isHeloForgotten !== true && { heloName: helo.name }),
    ...(client !== undefined && { host: client }),
    ...(hostName !== undefined && { hostName }),
    ...(local !== undefined && { interface: local }),
    ...(ident !== undefined && { ident }),
    ...(activeHostname !== undefined && { activeHostname }),
    ...(auth !== undefined && { authenticator: auth.authenticator }),
    ...(auth !== undefined && auth.publicName !== '' && { authenticatorPublicName: auth.publicName }),
    ...(connection.claimed !== undefined && { claimed: connection.claimed }),
    ...authenticatedId(connection),
    ...(message.authenticatedSender !== undefined && { authenticatedSender: message.authenticatedSender }),
  };
}

function authenticatedId({ auth, callerId }: Session['connection']): Pick<ConnectionFacts, 'authenticatedId'> {
  const id = auth?.id ?? callerId;
  return id === undefined ? {} : { authenticatedId: id };
}

function tlsOf(tls: NonNullable<Session['connection']['tls']>): TlsFacts {
  const ownCertificate = certificateText(tls.ourCertificate);
  const peerCertificate = certificateText(tls.peerCertificate);
  return {
    version: tls.version,
    cipher: cipherText(tls),
    certificateVerified: tls.verified,
    ...(tls.peerDn !== undefined && { peerDn: tls.peerDn }),
    ...(tls.sni !== undefined && { sni: tls.sni }),
    ...(ownCertificate !== undefined && { ownCertificate }),
    ...(peerCertificate !== undefined && { peerCertificate }),
    ocsp: tls.ocsp,
    resumption: tls.resumption,
  };
}

function flagsOf(
  { connection, messageControls, takesUnqualified, local }: Session,
  { isUtf8 }: IncomingMessage,
): MessageFlags {
  return {
    ...(takesUnqualified.recipient && local?.qualifies !== false && { allowUnqualifiedRecipient: true }),
    ...(takesUnqualified.sender && local?.qualifies !== false && { allowUnqualifiedSender: true }),
    ...(connection.hostName?.kind === 'failed' && { hostLookupFailed: true }),
    ...(connection.hostName?.kind === 'deferred' && { hostLookupDeferred: true }),
    ...(local?.isSender === true && { local: true }),
    ...(local?.isReport === true && { localError: true }),
    ...(local?.deliversNothing === true && { suppressDelivery: true }),
    ...(isUtf8 && { smtpUtf8: true }),
    ...(messageControls.downconvert !== undefined &&
      messageControls.downconvert.when !== 'never' && {
        utf8Downconvert: messageControls.downconvert.when === 'always' ? 'always' : 'optional',
      }),
  };
}

/** What a scanner has found, where it was asked (`spam`). */
function spamOf({ facts }: Session): ArrivedMessage['spam'] {
  const textOf = (name: string): string | undefined => {
    const value = setByName(facts, name);
    return typeof value === 'string' ? value : value?.text;
  };
  const [score, scoreInt, bar] = ['spam_score', 'spam_score_int', 'spam_bar'].map(textOf);
  if (score === undefined) return undefined;
  return { score, ...(scoreInt !== undefined && { scoreInt }), ...(bar !== undefined && { bar }) };
}

/** ACL variables travel with the message. */
function variablesOf({ connection, message }: Session): Readonly<Record<string, StoredText>> {
  const found: Record<string, StoredText> = {};
  for (const values of [connection.values, message?.values])
    for (const [name, value] of values ?? []) {
      if (!name.startsWith('acl_')) continue;
      found[name.slice(4)] = typeof value === 'string' ? { text: value, tainted: false } : value;
    }
  return found;
}
