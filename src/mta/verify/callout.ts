/** Hosts asked whether they would take recipients, in conversations that end behind RCPT. */
import { systemErrorText } from '../../base/index.ts';
import type { Conversation, RecipientResult, Reply } from '../../core/smtp/index.ts';
import type { RoutedHost } from '../route/index.ts';
import { type Asked, type Errand, type Heard, Inquiry, type Patience, type Target } from '../transport/index.ts';

export interface CalloutOrder {
  readonly hosts: readonly RoutedHost[];
  readonly port: number;
  readonly patience: Patience;
  readonly maxWaitMs: number;
  /** The message wants it (RFC 6531). */
  readonly smtpUtf8: boolean;
  /** What to ask next, by what has been answered so far; undefined: that was all. */
  readonly next: (answers: readonly ProbeAnswer[]) => Probe | undefined;
}

/** A recipient to ask for, and for whom; empty: the null path. */
export interface Probe {
  readonly kind: 'random' | 'address' | 'postmaster';
  readonly sender: string;
  readonly recipient: string;
}

export interface ProbeAnswer {
  readonly probe: Probe;
  readonly came: 'ok' | 'fail' | 'defer';
  readonly host: RoutedHost;
  /** What was refused, and with which reply: its lines as they came. */
  readonly refused?: { readonly command: string; readonly at: 'setup' | 'mail' | 'rcpt'; readonly reply: string };
  /** It cannot be said there at all (RFC 6531 §3.5). */
  readonly isUnsayable?: true;
}

export type CalloutAnswer =
  /** By the first host that would say; the connection where it is open yet. */
  | { readonly kind: 'said'; readonly answers: readonly ProbeAnswer[]; readonly inquiry?: Inquiry }
  /** Nobody would say, for now. */
  | { readonly kind: 'unknown'; readonly detail?: string };

/** Hosts in turn until one says yes or no. */
export async function callOut(errand: Errand, order: CalloutOrder): Promise<CalloutAnswer> {
  const { clock } = errand.world;
  const until = clock.monotonicMs() + order.maxWaitMs;
  let detail: string | undefined = 'no host could be asked';
  for (const host of order.hosts) {
    if (host.address === undefined) continue;
    if (clock.monotonicMs() >= until) return { kind: 'unknown', detail: 'the time for callouts is over' };
    const { answers, broken, inquiry, trouble } = await talk(errand, order, host as Target);
    const helo = inquiry?.recipe.plan.ehlo ?? '';
    const unheard = broken === undefined ? undefined : refusedAtOnce(broken.outcome, order, host, helo);
    if (unheard !== undefined) return { kind: 'said', answers: [unheard] };
    const undecided = answers.find(({ came }) => came === 'defer');
    const isOver = undecided === undefined && order.next(answers) === undefined;
    if (isOver) return { kind: 'said', answers, ...(inquiry !== undefined && broken === undefined && { inquiry }) };
    void inquiry?.quit();
    const why = undecided === undefined ? (trouble ?? whyNot(broken!, order, answers, helo)) : wordsOf(undecided);
    detail = order.hosts.length > 1 ? undefined : `${shownHost(host)} : ${why}`;
  }
  return { kind: 'unknown', ...(detail !== undefined && { detail }) };
}

interface Talk {
  readonly answers: readonly ProbeAnswer[];
  readonly inquiry?: Inquiry;
  /** The conversation ended before all was answered. */
  readonly broken?: Extract<Heard, { kind: 'broken' }>;
  /** It never began. */
  readonly trouble?: string;
}

async function talk(errand: Errand, order: CalloutOrder, host: Target): Promise<Talk> {
  const { smtpUtf8, patience, port } = order;
  const askedFor = ({ sender, recipient }: Probe): Asked => ({
    sender,
    recipient,
    smtpUtf8,
  });
  const answers: ProbeAnswer[] = [];
  let probe = order.next(answers)!;
  const begun = await Inquiry.begin(errand, { target: host, port: host.port ?? port }, patience, askedFor(probe));
  if (!begun.ok) return { answers, trouble: begun.error.text ?? systemErrorText(begun.error.errno) };
  const { inquiry } = begun.value;
  for (let { heard } = begun.value; ; heard = await inquiry.ask(askedFor(probe))) {
    if (heard.kind === 'broken') return { answers, inquiry, broken: heard };
    answers.push(readAnswer(probe, host, heard.word));
    const next = answers.at(-1)!.came === 'defer' ? undefined : order.next(answers);
    if (next === undefined) return { answers, inquiry };
    probe = next;
  }
}

export function readAnswer(probe: Probe, host: RoutedHost, word: RecipientResult): ProbeAnswer {
  if (word.status === 'accepted') return { probe, host, came: 'ok' };
  if (word.reply === undefined) return { probe, host, came: 'fail', isUnsayable: true };
  const at = word.stage === 'mail' ? 'mail' : 'rcpt';
  const command = at === 'mail' ? `MAIL FROM:<${probe.sender}>` : `RCPT TO:<${probe.recipient}>`;
  const came = word.reply.code >= 500 ? 'fail' : 'defer';
  return { probe, host, came, refused: { command, at, reply: linesOf(word.reply) } };
}

/** `550-no such\n550 user here`. */
const linesOf = ({ code, lines }: Reply): string =>
  lines.map((line, index) => `${code}${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\n');

/** Somebody who does not even greet us for good will not take the address either. */
function refusedAtOnce(
  outcome: Conversation['outcome'],
  order: CalloutOrder,
  host: RoutedHost,
  helo: string,
): ProbeAnswer | undefined {
  const probe = order.next([]);
  if (outcome.kind !== 'refused' || outcome.reply.code < 500 || !SETUP.has(outcome.stage) || probe === undefined)
    return undefined;
  const command = commandAt(outcome.stage, order, [], helo);
  return { probe, host, came: 'fail', refused: { command, at: 'setup', reply: linesOf(outcome.reply) } };
}

const SETUP: ReadonlySet<string> = new Set(['greeting', 'ehlo', 'helo', 'lhlo']);

/** What a host has refused, for the log. */
export function wordsOf({ refused }: ProbeAnswer): string {
  const { command = '', at, reply = '' } = refused ?? {};
  const printed = reply.replaceAll('\n', '\\n');
  return at === 'mail'
    ? `response to "${command}" was: ${printed}`
    : `SMTP error from remote mail server after ${command}: ${printed}`;
}

export const shownHost = ({ name, address }: RoutedHost): string => `${name} [${address}]`;

/** A conversation that came to no answer. */
function whyNot(
  { outcome, trouble }: Extract<Heard, { kind: 'broken' }>,
  order: CalloutOrder,
  answers: readonly ProbeAnswer[],
  helo: string,
): string {
  const last = (stage: string): string => commandAt(stage, order, answers, helo);
  switch (outcome.kind) {
    case 'refused':
      return `SMTP error from remote mail server after ${last(outcome.stage)}: ${linesOf(outcome.reply).replaceAll('\n', '\\n')}`;
    case 'closed':
      return SETUP.has(outcome.stage)
        ? `Remote host closed connection in response to ${last(outcome.stage)}`
        : `response to "${last(outcome.stage)}" was: connection dropped`;
    case 'timeout':
      return `SMTP timeout after ${last(outcome.stage)}`;
    case 'protocol-error':
      return `Malformed SMTP reply in response to ${last(outcome.stage)}: ${outcome.detail}`;
    default:
      return trouble.text ?? systemErrorText(trouble.errno);
  }
}

function commandAt(stage: string, { next }: CalloutOrder, answers: readonly ProbeAnswer[], helo: string): string {
  const probe = next(answers);
  if (stage === 'mail') return `MAIL FROM:<${probe?.sender ?? ''}>`;
  if (stage === 'rcpt') return `RCPT TO:<${probe?.recipient ?? ''}>`;
  if (stage === 'ehlo' || stage === 'helo' || stage === 'lhlo') return `${stage.toUpperCase()} ${helo}`;
  return stage === 'greeting' || stage === 'connect' ? 'initial connection' : stage.toUpperCase();
}
