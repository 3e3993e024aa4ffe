/** Reply codes and enhanced codes in free text: careful, since addresses, versions and dates are numbers as well. */
import { parseStatus } from '../dsn/index.ts';

export interface Codes {
  readonly status?: string;
  readonly replyCode?: number;
}

/** `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`: the two together leave no doubt. */
const BOTH = /(?<![\d.:-])([45]\d\d)[ -]#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])/;
/** Where servers' replies begin: a line, behind what said it, in brackets. */
const REPLY =
  /(?:^[ \t>]*|said:\s*|responded:?\s*|response:?\s*|reply:\s*|returned:?\s*['"]?|error:?\s*|<<<\s*|smtp;\s*|[([{:]\s*)([45]\d\d)(?=[ -][^\d\s]|[ -]?\s*$)/im;
const ENHANCED = /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.]|\w)/g;
/** `Exim 4.96.1`, `version 5.7.2`: no codes. */
const BEFORE_VERSION = /(?:version|release|exim|postfix|sendmail|qmail|courier|server|v|ip|\[)[ :/]*$/i;

export function findCodes(text: string): Codes {
  const [, reply, enhanced] = BOTH.exec(text) ?? [];
  if (reply !== undefined && parseStatus(enhanced!) !== undefined)
    return { status: enhanced!, replyCode: Number(reply) };
  const alone = REPLY.exec(text)?.[1];
  const status = findEnhanced(text);
  return { ...(status !== undefined && { status }), ...(alone !== undefined && { replyCode: Number(alone) }) };
}

function findEnhanced(text: string): string | undefined {
  for (const match of text.matchAll(ENHANCED)) {
    const before = text.slice(Math.max(0, match.index - 20), match.index);
    if (parseStatus(match[1]!) !== undefined && !BEFORE_VERSION.test(before)) return match[1];
  }
  return undefined;
}

const HOSTS = [
  /\bhost ([\w.-]+\.[\w-]+)\s?\[[\da-f.:]+\]/i,
  /while talking to ([\w.-]+\w)/i,
  /<([\w.-]+\.[\w-]+) #\d/,
  /^[ \t]*([\w.-]+\.[\w-]+) \[[\da-f.:]+\]:?\s*$/im,
  /(?:remote server|remote host|server for the recipient domain \S+ by|connected to|by the server:?|at) ([\w-]+(?:\.[\w-]+)+)\b/i,
  /Generating server: ([\w.-]+)/i,
  /Connected to ((?:\d{1,3}\.){3}\d{1,3})/i,
];

/** The host that is said to have refused. */
export const findHost = (text: string): string | undefined =>
  HOSTS.map((pattern) => pattern.exec(text)?.[1]).find((host) => host !== undefined);
