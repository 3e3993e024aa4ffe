/** `proxy send`: a header, then SMTP over the same connection, told step by step. */
import { type Finding, type Report, type Scope, toBase64, toHex } from '../../base/index.ts';
import { type Conversation, formatReply, outcomeText, type Stage } from '../smtp/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/send.ts';
import { shownClientIn } from './shown-client.ts';

export interface ProxySendData {
  /** The octets sent first: base64, and hex for people. */
  readonly bytes: string;
  readonly hex: string;
  readonly length: number;
  /** Where they went; absent with --hex, as all that follows. */
  readonly address?: string;
  readonly steps?: readonly SentStep[];
  readonly outcome?: string;
  readonly detail?: string;
  /** The client by the reply to EHLO, where it names one. */
  readonly shownClient?: string;
  readonly tls?: { readonly protocol: string; readonly cipher: string };
  readonly recipients?: readonly { readonly address: string; readonly status: string; readonly reply?: string }[];
}

export interface SentStep {
  readonly stage: Stage;
  readonly sent?: string;
  readonly code?: number;
  readonly reply?: readonly string[];
  readonly atMs: number;
  readonly tookMs?: number;
  readonly secure: boolean;
}

/** The header alone. */
export function builtReport(header: Uint8Array): Report<ProxySendData> {
  return { findings: [say(rows.built, { detail: `${header.length} octets` })], data: headerData(header) };
}

/** @param claimed  the client in the header, where it names one by address */
export function sendReport(
  header: Uint8Array,
  told: Conversation,
  scope: Scope,
  claimed?: string,
): Report<ProxySendData> {
  const shownClient = shownIn(told);
  const data: ProxySendData = {
    ...headerData(header),
    ...(scope.ip !== undefined && { address: scope.ip }),
    steps: told.steps.map(sentStep),
    outcome: told.outcome.kind,
    detail: outcomeText(told.outcome),
    ...(shownClient !== undefined && { shownClient }),
    ...(told.tls !== undefined && { tls: { protocol: told.tls.protocol, cipher: told.tls.cipher } }),
    ...(told.mails.length > 0 && { recipients: told.mails.flatMap(recipientRows) }),
  };
  return { findings: [...findingsOn(told, scope, claimed, shownClient)], data };
}

const headerData = (header: Uint8Array) => ({ bytes: toBase64(header), hex: toHex(header), length: header.length });

function sentStep({ stage, sent, reply, atMs, tookMs, isSecure }: Conversation['steps'][number]): SentStep {
  return {
    stage,
    ...(sent !== undefined && { sent }),
    ...(reply !== undefined && { code: reply.code, reply: reply.lines }),
    atMs: Math.round(atMs),
    ...(tookMs !== undefined && { tookMs: Math.round(tookMs) }),
    secure: isSecure,
  };
}

const recipientRows = ({ recipients }: Conversation['mails'][number]) =>
  recipients.map(({ address, status, reply }) => ({
    address,
    status,
    ...(reply !== undefined && { reply: formatReply(reply) }),
  }));

function shownIn({ steps }: Conversation): string | undefined {
  const ehlo = steps.findLast(({ stage, reply }) => (stage === 'ehlo' || stage === 'helo') && reply !== undefined);
  return ehlo?.reply === undefined ? undefined : shownClientIn(ehlo.reply.lines.join(' '));
}

/** Stages before EHLO is answered: what fails there is about the header. */
const FIRST: readonly Stage[] = ['greeting', 'ehlo', 'helo'];

function* findingsOn(told: Conversation, scope: Scope, claimed?: string, shown?: string): Generator<Finding> {
  const { outcome } = told;
  const detail = outcomeText(outcome);
  const greeted = told.steps.some(({ stage, reply }) => (stage === 'ehlo' || stage === 'helo') && isGood(reply?.code));
  if (greeted) yield say(rows.taken, { scope, ...(shown !== undefined && { detail: `it shows the client ${shown}` }) });
  if (claimed !== undefined && shown !== undefined && claimed !== shown)
    yield say(rows.shownOther, { scope, detail: `${shown} instead of ${claimed}` });
  if (outcome.kind === 'timeout' || outcome.kind === 'aborted') yield say(rows.silent, { scope, detail });
  else if (outcome.kind !== 'done') {
    const isEarly = !greeted || ('stage' in outcome && FIRST.includes(outcome.stage));
    yield say(isEarly ? rows.notTaken : rows.brokenOff, { scope, detail });
  }
  const refused = told.mails.flatMap(({ recipients }) => recipients.filter(({ status }) => status !== 'accepted'));
  for (const { address, reply, why = 'not sent' } of refused)
    yield say(rows.brokenOff, { scope, detail: `${address}: ${reply === undefined ? why : formatReply(reply)}` });
}

const isGood = (code: number | undefined): boolean => code !== undefined && code >= 200 && code < 300;
