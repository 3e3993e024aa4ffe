/** All that `smtp send` is told, read before anything is tried; then made into a job, once files are read. */
import { randomBytes } from 'node:crypto';
import { err, type Failure, ok, type Result } from '../../../base/index.ts';
import {
  composeMessage,
  type Destination,
  type Expectation,
  type PreparedMessage,
  parseExpectation,
  prepareMessage,
  type SendJob,
} from '../../../core/send/index.ts';
import type { Context } from '../context.ts';
import { TOOL_VERSION } from '../envelope.ts';
import { type Fields, usageError } from '../fields.ts';
import { type AuthInput, authPlan, readAuth } from './auth.ts';
import { readDestination } from './destination.ts';
import { type DkimInput, readDkim, withSignature } from './dkim.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { loadAttachments, loadGiven, type MessageInput, readMessageInput } from './message.ts';
import { type PlanInput, readPlan } from './plan.ts';
import { readProxyHeader } from './proxy-header.ts';
import { loadTls, readTlsInput, type TlsInput } from './tls.ts';

export interface SendInput {
  readonly destination: Destination;
  readonly envelope: Envelope;
  readonly message: MessageInput;
  readonly plan: PlanInput;
  readonly tls: TlsInput;
  readonly auth?: AuthInput;
  readonly dkim?: DkimInput;
  readonly preamble?: Uint8Array;
  readonly source?: string;
  readonly expectations: readonly Expectation[];
  readonly repeat: number;
  readonly showsContent: boolean;
  /** Without it the waits are those of RFC 5321. */
  readonly isCapped: boolean;
}

const MAX_REPEAT = 10_000_000;
/** Stages before RCPT: no recipient is needed to get there. */
const EARLY: ReadonlySet<string> = new Set(['banner', 'first-helo', 'tls', 'xclient', 'helo', 'auth', 'mail']);

export function readSendInput(fields: Fields): SendInput {
  const plan = readPlan(fields);
  const isEarly = plan.stop !== undefined && EARLY.has(plan.stop.after);
  const envelope = readEnvelope(fields, !isEarly);
  const auth = readAuth(fields, plan.wantsAuth);
  const dkim = readDkim(fields);
  const preamble = readProxyHeader(fields);
  const source = fields.optionalText('localInterface');
  return {
    destination: readDestination(fields, envelope, plan.usualPort),
    envelope,
    message: readMessageInput(fields),
    plan,
    tls: readTlsInput(fields),
    expectations: fields.texts('expect').flatMap((text) => {
      const parsed = fields.take(parseExpectation(text), undefined);
      return parsed === undefined ? [] : [parsed];
    }),
    repeat: fields.integer('repeat', { min: 1, max: MAX_REPEAT }) ?? 1,
    showsContent: !fields.flag('suppressData'),
    isCapped: fields.has('timeout'),
    ...(auth !== undefined && { auth }),
    ...(dkim !== undefined && { dkim }),
    ...(preamble !== undefined && { preamble }),
    ...(source !== undefined && { source }),
  };
}

export async function jobOf(input: SendInput, { settings, clock }: Context): Promise<Result<SendJob, Failure>> {
  const { destination, envelope, plan: planned } = input;
  const sender = envelope.sender ?? `${process.env.LOGNAME ?? process.env.USER ?? 'postmaster'}@${settings.ehlo}`;
  const message = await messageOf(input, sender, settings.ehlo, clock.now());
  if (!message.ok) return message;
  const tlsOptions = await loadTls(input.tls);
  if (!tlsOptions.ok) return tlsOptions;
  const port = 'port' in destination ? destination.port : 0;
  const host = destination.kind === 'server' ? destination.host : '';
  const auth = input.auth === undefined ? undefined : await authPlan(input.auth, { host, port });
  if (auth?.ok === false) return auth;
  const { usualPort: _port, wantsAuth: _auth, ...plan } = planned;
  const { domain, ...mail } = envelope;
  return ok({
    destination,
    plan: { ...plan, ehlo: settings.ehlo, ...(auth !== undefined && { auth: auth.value }) },
    mail: { ...mail, sender },
    message: message.value,
    verify: input.tls.verify,
    ...(typeof domain === 'string' && { recipientDomain: domain.toLowerCase() }),
    tlsOptions: tlsOptions.value,
    expectations: input.expectations,
    repeat: input.repeat,
    connections: settings.jobs,
    showsContent: input.showsContent,
    ...(input.isCapped && { capMs: settings.timeoutMs }),
    ...(input.preamble !== undefined && { preamble: input.preamble }),
    ...(input.source !== undefined && { source: input.source }),
  });
}

async function messageOf(
  { message, envelope, dkim }: SendInput,
  from: string,
  host: string,
  now: Date,
): Promise<Result<PreparedMessage, Failure>> {
  const composed = await compose(
    message,
    from,
    envelope.recipients.map(({ address }) => address).join(', '),
    host,
    now,
  );
  if (!composed.ok) return composed;
  const prepared = prepareMessage(composed.value);
  const { bareLf, bareCr } = prepared;
  const isGiven = message.data !== undefined && message.data.kind !== 'text';
  if (message.refusesBare && isGiven && bareLf + bareCr > 0)
    return err(usageError(`the message has ${bareLf} bare LF and ${bareCr} bare CR`, 'lines of mail end with CR LF'));
  const told = isGiven ? prepared : { ...prepared, bareLf: 0 }; // our own line ends are no news
  if (dkim === undefined) return ok(told);
  const signed = await withSignature(prepared.octets, dkim, now);
  return signed.ok ? ok({ ...told, octets: signed.value }) : signed;
}

async function compose(
  message: MessageInput,
  from: string,
  to: string,
  host: string,
  date: Date,
): Promise<Result<Uint8Array, Failure>> {
  const { data, body, headers, addHeaders, stripsFrom, isAsGiven } = message;
  const loaded = data === undefined || data.kind === 'text' ? undefined : await loadGiven(data);
  if (loaded?.ok === false) return loaded;
  if (isAsGiven && data !== undefined) return loaded ?? loadGiven(data);
  const text = body === undefined ? undefined : await loadGiven(body);
  if (text?.ok === false) return text;
  const attachments = await loadAttachments(message);
  if (!attachments.ok) return attachments;
  const given =
    loaded !== undefined ? { octets: loaded.value } : data?.kind === 'text' ? { text: data.text } : undefined;
  return ok(
    composeMessage({
      ...(given !== undefined && { data: given }),
      ...(text !== undefined && { body: text.value }),
      headers,
      addHeaders,
      attachments: attachments.value,
      from,
      to,
      date,
      messageId: `${date.getTime()}.${randomBytes(6).toString('hex')}@${host.replace(/[^A-Za-z0-9.-]/g, '')}`,
      boundary: `----=_mxray_${randomBytes(9).toString('hex')}`,
      version: TOOL_VERSION,
      stripsFrom,
    }),
  );
}
