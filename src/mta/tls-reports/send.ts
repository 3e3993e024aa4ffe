/** Reports that are due, sent to those who ask for them (RFC 8460 §3, §5). */
import { gzipSync } from 'node:zlib';
import type { Clock, Random, Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import { formatMailDate } from '../../core/mime/index.ts';
import type { Net } from '../../core/net/index.ts';
import { findTlsRpt, type ReportFacts, reportJson, reportMail, type TlsRptUri } from '../../core/tlsrpt/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Later } from '../expand/index.ts';
import type { Hints, Spool } from '../spool/index.ts';
import type { GeneratedMessage } from '../transport/index.ts';
import { factsOf, type KeptTally, readTallyKey, type TallyKey } from './kept.ts';

export interface ReportPorts {
  readonly configuration: Configuration;
  readonly spool: Pick<Spool, 'hints'>;
  readonly resolver: () => Later<Result<Resolver, { readonly message: string }>>;
  /** HTTPS. */
  readonly web: () => Later<Pick<Net, 'fetch'>>;
  readonly submit: (
    message: GeneratedMessage,
  ) => Promise<Result<{ readonly id: string }, { readonly message: string }>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (line: string) => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** RFC 8460 §5.5: tried again for a day. */
const TRIED_MS = DAY_MS;
/** RFC 8460 §4.1: not all at midnight. */
const SPREAD_MS = 4 * HOUR_MS;
const POST_MS = 60_000;
const MAX_ANSWER = 64 * 1024;
const UNIQUE_OCTETS = 8;

/** @returns how many reports went out */
export async function sendTlsReports(ports: ReportPorts): Promise<number> {
  const hints = ports.spool.hints<KeptTally>('tlsrpt');
  const nowMs = ports.clock.now().getTime();
  let sent = 0;
  for await (const [key] of hints.list()) {
    const read = readTallyKey(key);
    if (read === undefined || nowMs < dueMs(read)) continue;
    const tally = await take(hints, key);
    if (tally === undefined) continue; // another process has it
    const outcome = await send(ports, read, tally);
    if (outcome.kind === 'sent') sent += 1;
    if (outcome.kind !== 'again') continue;
    await putBack(ports, hints, key, { tally: { ...tally, ...outcome.rest }, untilMs: dueMs(read) + TRIED_MS });
  }
  return sent;
}

/** The same for all processes, and another for each domain. */
function dueMs({ day, domain }: TallyKey): number {
  let hash = 0;
  for (const char of domain) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return Date.parse(`${day}T00:00:00Z`) + DAY_MS + (hash % SPREAD_MS);
}

async function take(hints: Hints<KeptTally>, key: string): Promise<KeptTally | undefined> {
  let taken: KeptTally | undefined;
  await hints.update(key, (before) => {
    taken = before?.value;
    return undefined;
  });
  return taken;
}

async function putBack(
  { clock, log }: ReportPorts,
  hints: Hints<KeptTally>,
  key: string,
  { tally, untilMs }: { readonly tally: KeptTally; readonly untilMs: number },
): Promise<void> {
  if (clock.now().getTime() < untilMs)
    return void (await hints.update(key, () => ({ value: tally, expiresAtMs: untilMs + DAY_MS })));
  log(`TLS report for ${key}: given up${tally.left === undefined ? '' : ` on ${tally.left.join(', ')}`}`);
}

type Outcome =
  | { readonly kind: 'sent' | 'unwanted' }
  /** To whom it is still to go; absent: nobody knows yet. */
  | { readonly kind: 'again'; readonly rest: Pick<KeptTally, 'left'> };

async function send(ports: ReportPorts, key: TallyKey, tally: KeptTally): Promise<Outcome> {
  const wanted = await destinationsOf(ports, key, tally);
  if (wanted === undefined) return { kind: 'again', rest: {} };
  if (wanted.length === 0) return { kind: 'unwanted' };
  const unique = Buffer.from(ports.random.bytes(UNIQUE_OCTETS)).toString('hex');
  const facts = factsOf(ports.configuration, key, unique);
  const gzip = gzipSync(reportJson(tally, facts));
  const mails = wanted.filter(({ scheme }) => scheme === 'mailto');
  const left = mails.length > 0 && !(await mail(ports, facts, gzip, mails)) ? mails.map(({ uri }) => uri) : [];
  for (const { uri, scheme } of wanted)
    if (scheme === 'https' && !(await post(ports, facts, gzip, uri))) left.push(uri);
  return left.length === 0 ? { kind: 'sent' } : { kind: 'again', rest: { left } };
}

/** Those that have not got it yet; none where nobody asks, undefined where nobody can know just now. */
async function destinationsOf(
  { resolver }: ReportPorts,
  { domain }: TallyKey,
  { left }: KeptTally,
): Promise<readonly TlsRptUri[] | undefined> {
  const dns = await resolver();
  if (!dns.ok) return undefined;
  const { outcome, record } = await findTlsRpt(dns.value, domain);
  if (outcome === 'failed') return undefined;
  const rua = record?.valid === true ? record.rua : [];
  return rua.filter(({ uri }) => left === undefined || left.includes(uri));
}

async function mail(
  { submit, clock, log }: ReportPorts,
  facts: ReportFacts,
  gzip: Uint8Array,
  to: readonly TlsRptUri[],
): Promise<boolean> {
  const recipients = to.flatMap(({ address }) => (address === undefined ? [] : [address]));
  const text = reportMail({ ...facts, from: facts.contact, to: recipients, date: formatMailDate(clock.now()), gzip });
  const outcome = await submit({ sender: addressOf(facts.contact), recipients, text: [Buffer.from(text)] });
  log(
    outcome.ok
      ? `TLS report for ${facts.domain} of ${facts.day} to ${recipients.join(', ')}: ${outcome.value.id}`
      : `TLS report for ${facts.domain} of ${facts.day} could not be sent: ${outcome.error.message}`,
  );
  return outcome.ok;
}

const addressOf = (contact: string): string => /<([^>]*)>/.exec(contact)?.[1] ?? contact;

/** RFC 8460 §5.4. */
async function post({ web, log }: ReportPorts, facts: ReportFacts, gzip: Uint8Array, url: string): Promise<boolean> {
  const { fetch } = await web();
  const answer = await fetch({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/tlsrpt+gzip' },
    body: gzip,
    maxBodyBytes: MAX_ANSWER,
    timeoutMs: POST_MS,
  });
  const isTaken = answer.ok && answer.value.status >= 200 && answer.value.status < 300;
  const why = answer.ok ? `status ${answer.value.status}` : answer.error.message;
  log(`TLS report for ${facts.domain} of ${facts.day} to ${url}: ${why}`);
  return isTaken;
}
