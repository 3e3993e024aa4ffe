/**
 * What stands in a dropped file: a line of JSON that says what the caller wants, and behind it the message as it was given.
 *
 * Nothing in it says who the caller is: the owner of the file does, which a caller cannot choose. What only a trusted caller
 * may say (`claims`) is there, and whoever takes the file looks whether it may be believed.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { isMessageId } from '../message-id/index.ts';
import type { Claims } from './claims.ts';

export interface SubmissionOrder {
  /**
   * `message`, `batch`: it is in the file; `smtp`: a session follows over the socket (`-bs`); `late`: the message did not
   * come in time, which is to be logged.
   */
  readonly kind: 'message' | 'smtp' | 'batch' | 'late';
  /** The name complaints begin with. */
  readonly program: string;
  /** `-f`; absent: the caller. Octets, as everywhere here. */
  readonly sender?: string;
  /** As they were given: each may be a list with commas. */
  readonly recipients: readonly string[];
  /** `-t`: recipients stand in the header. */
  readonly fromHeader: boolean;
  /** `-F`: for a From field that is made. */
  readonly fullName?: string;
  /** `-oM…`. */
  readonly claims: Claims;
  /** What is wrong is mailed to the sender, with status 1 (`-oem`) or 0 (`-oee`), or told on standard error (`-oep`). */
  readonly errors: 'mail' | 'mail-and-well' | 'stderr';
  /** `-od…`. */
  readonly delivery?: 'background' | 'foreground' | 'queue' | 'queue-remote';
  /** `-bnq`: an address without a domain is none. */
  readonly qualifies?: boolean;
  /** `-G`: its header is whole. */
  readonly keepsAsIs?: boolean;
  /** `-N`. */
  readonly deliversNothing?: boolean;
  /** `-v`: the caller sees what is logged. */
  readonly isVerbose?: boolean;
  /** `-E`: a report on another message. */
  readonly isReport?: boolean;
  /** How the caller called, for the log. */
  readonly called?: CalledWith;
  /** `-oMm`, `-E…`: the message it is about. */
  readonly reference?: string;
}

export interface CalledWith {
  readonly directory: string;
  /** The program first. */
  readonly args: readonly string[];
}

/** What a caller is told in the end. Octets. */
export interface SubmissionAnswer {
  readonly status: number;
  readonly out: string;
  /** For standard error. */
  readonly aside: string;
}

/** A line of arguments is bounded by the system at about this. */
export const MAX_ORDER_OCTETS = 2 * 1024 * 1024;
const MAX_RECIPIENTS = 50_000;

export const formatOrder = (order: SubmissionOrder): string => `${JSON.stringify(order)}\n`;

export const formatAnswer = (answer: SubmissionAnswer): string => `${JSON.stringify(answer)}\n`;

/** Undefined: the server ended before it had said all. */
export function parseAnswer(text: string): SubmissionAnswer | undefined {
  try {
    return JSON.parse(text) as SubmissionAnswer;
  } catch {
    return undefined;
  }
}

/** Whoever wrote it may have written anything: each field is taken if it is what it should be. */
export function parseOrder(line: string): Result<SubmissionOrder, string> {
  const order = readJson(line);
  if (order === undefined) return err('its first line is no JSON');
  const { kind, recipients, sender } = order;
  if (!isKind(kind)) return err('its first line names no kind');
  if (!Array.isArray(recipients) || !recipients.every(isPlain) || recipients.length > MAX_RECIPIENTS)
    return err('its first line has recipients that are none');
  if (sender !== undefined && !isPlain(sender)) return err('its first line has a sender that is none');
  return ok({
    kind,
    recipients,
    program: order.program === 'exim' ? 'exim' : 'sendmail',
    fromHeader: order.fromHeader === true,
    errors: order.errors === 'stderr' || order.errors === 'mail-and-well' ? order.errors : 'mail',
    claims: claimsOf(order.claims),
    ...textsOf(order),
    ...calledOf(order.called),
    ...switchesOf(order),
  });
}

const isKind = (kind: unknown): kind is SubmissionOrder['kind'] =>
  kind === 'message' || kind === 'smtp' || kind === 'batch' || kind === 'late';

type Raw = Partial<Record<keyof SubmissionOrder, unknown>>;

function readJson(line: string): Raw | undefined {
  try {
    return (JSON.parse(line) ?? {}) as Raw;
  } catch {
    return undefined;
  }
}

function textsOf(order: Raw): Partial<SubmissionOrder> {
  const { sender, fullName, reference, delivery } = order;
  return {
    ...(isPlain(sender) && { sender }),
    ...(isPlain(fullName) && { fullName }),
    ...(typeof reference === 'string' && isMessageId(reference) && { reference }),
    ...(DELIVERIES.has(delivery) && { delivery: delivery as NonNullable<SubmissionOrder['delivery']> }),
  };
}

/** It goes to the log, which makes of it what can be printed. */
function calledOf(value: unknown): Pick<SubmissionOrder, 'called'> {
  const { directory, args } = (value ?? {}) as Partial<Record<keyof CalledWith, unknown>>;
  if (typeof directory !== 'string' || !Array.isArray(args)) return {};
  return args.every((arg) => typeof arg === 'string') ? { called: { directory, args } } : {};
}

const DELIVERIES: ReadonlySet<unknown> = new Set(['background', 'foreground', 'queue', 'queue-remote']);

const SWITCHES = ['keepsAsIs', 'deliversNothing', 'isVerbose', 'isReport'] as const;

const switchesOf = (order: Raw): Partial<SubmissionOrder> => ({
  ...(order.qualifies === false && { qualifies: false }),
  ...Object.fromEntries(SWITCHES.filter((name) => order[name] === true).map((name) => [name, true])),
});

function claimsOf(value: unknown): Claims {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<keyof Claims, unknown>;
  const words = WORDS.filter((name) => isPlain(given[name])).map((name) => [name, given[name]]);
  const places = PLACES.filter((name) => isPlace(given[name])).map((name) => [name, given[name]]);
  return Object.fromEntries([...words, ...places]) as Claims;
}

const WORDS = ['authenticator', 'authenticatedId', 'authenticatedSender', 'protocol', 'hostName', 'ident'] as const;
const PLACES = ['host', 'interface'] as const;

const isPlace = (value: unknown): boolean => {
  const { address, port } = (value ?? {}) as { readonly address?: unknown; readonly port?: unknown };
  return typeof address === 'string' && /^[0-9A-Fa-f:.]{2,45}$/.test(address) && Number.isInteger(port);
};

/** No line ends: what is said in a header must stay one field. */
const isPlain = (value: unknown): value is string => typeof value === 'string' && !/[\0\r\n]/.test(value);
