/** spamd (SPAMC protocol, spamd/PROTOCOL of SpamAssassin) or rspamd's older protocol, asked about a message. */
import type { SpamAnswer, SpamQuestion } from '../../acl/index.ts';
import { type Conversation, converse, type PlaceTrouble, readPlace } from '../conversation.ts';
import type { ScanCopy, ScanWorld, SpamFacts } from '../types.ts';
import { readRspamdReply, readSpamdReply, type SpamReply, spamVariables } from './reply.ts';
import { chooseServer, readServers, type SpamServer } from './servers.ts';

const MAX_REPLY = 32_599;

export async function askSpam(
  question: SpamQuestion & SpamFacts,
  copy: ScanCopy,
  world: ScanWorld,
): Promise<SpamAnswer> {
  const { servers, warnings } = readServers(question.servers, world.clock);
  const told = [...warnings];
  if (servers.length === 0)
    return defer('no useable spamd server addresses in spamd_address configuration option.', told);
  let waiting = servers;
  for (;;) {
    const server = chooseServer(waiting, (count) => world.random.below(count));
    if (server === undefined) return defer('all spamd servers failed', told);
    const opened = await open(server, world);
    if (opened.ok) return score(opened.value, { server, question, copy, told });
    told.push(`spamd: ${opened.error.message}`);
    waiting = waiting.filter((one) => one !== server);
  }
}

const defer = (message: string, warnings: readonly string[]): SpamAnswer => ({
  kind: 'defer',
  message,
  ...(warnings.length > 0 && { warnings }),
});

async function open(
  { where, retrySeconds, timeoutSeconds }: SpamServer,
  world: ScanWorld,
): Promise<{ readonly ok: true; readonly value: Conversation } | { readonly ok: false; readonly error: PlaceTrouble }> {
  const place = readPlace(where);
  if (typeof place === 'string') return { ok: false, error: { where, message: place } };
  const deadline = performance.now() + timeoutSeconds * 1000;
  const opened = await converse(place, deadline, world);
  if (opened.ok || retrySeconds === 0) return opened;
  await world.wait(Math.min(retrySeconds, timeoutSeconds));
  return converse(place, deadline, world);
}

interface Scoring {
  readonly server: SpamServer;
  readonly question: SpamQuestion & SpamFacts;
  readonly copy: ScanCopy;
  readonly told: readonly string[];
}

async function score(spamd: Conversation, { server, question, copy, told }: Scoring): Promise<SpamAnswer> {
  const { isRspamd, where } = server;
  try {
    const isSent =
      (await spamd.send(isRspamd ? rspamdRequest(question, copy) : spamdRequest(question, copy))) &&
      (await spamd.sendFile(copy.path));
    if (isSent && !isRspamd) spamd.endSending();
    const said = await spamd.answer(MAX_REPLY);
    if (!said.ok && said.error === 'timeout')
      return defer(
        `${isSent ? 'error reading from' : 'timed out writing'} spamd ${shown(where)}, socket: Connection timed out`,
        told,
      );
    const reply = said.ok ? (isRspamd ? readRspamdReply : readSpamdReply)(said.value) : undefined;
    if (reply === undefined) return defer(`cannot parse spamd ${shown(where)} output`, told);
    return scored(reply, told);
  } finally {
    spamd.close();
  }
}

const shown = (where: string): string => (where.startsWith('/') ? where : `[${where.replace(' ', ']:')}`);

const scored = (reply: SpamReply, warnings: readonly string[]): SpamAnswer => ({
  kind: 'scored',
  isSpam: reply.score >= reply.threshold,
  variables: spamVariables(reply),
  ...(warnings.length > 0 && { warnings }),
});

const spamdRequest = ({ user }: SpamQuestion, { octets }: ScanCopy): string =>
  `REPORT SPAMC/1.2\r\nUser: ${oneLine(user)}\r\nContent-length: ${octets}\r\n\r\n`;

function rspamdRequest(question: SpamFacts, { octets }: ScanCopy): string {
  const { messageId, sender, recipients, helo, hostName, address, authenticatedId } = question;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Content-length', String(octets)],
    ['Queue-Id', messageId],
    ['From', `<${sender}>`],
    ['Recipient-Number', String(recipients.length)],
    ...recipients.map((recipient) => ['Rcpt', `<${recipient}>`] as const),
    ['Helo', helo],
    ['Hostname', hostName],
    ['IP', address],
    ['User', authenticatedId],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}: ${oneLine(value)}\r\n`],
  );
  return `CHECK RSPAMC/1.3\r\n${lines.join('')}\r\n`;
}

/** What strangers say must not become a field of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, ' ');
