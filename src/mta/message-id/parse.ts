import { decodeBase62 } from './base62.ts';

/** `long` since 4.97 (6-11-4 digits), `short` before (6-6-2). */
export type MessageIdShape = 'long' | 'short';

/** What an id says of its message. */
export interface MessageIdParts {
  readonly shape: MessageIdShape;
  /** Since 1970, when the message began to arrive. */
  readonly seconds: number;
  /** Of the process that received it (and of its lane, see `createMessageIds`). */
  readonly process: number;
  /** The last part: a share of the second, and the host's number where there is one. */
  readonly fraction: number;
}

const LONG = /^([0-9A-Za-z]{6})-([0-9A-Za-z]{11})-([0-9A-Za-z]{4})$/;
const SHORT = /^([0-9A-Za-z]{6})-([0-9A-Za-z]{6})-([0-9A-Za-z]{2})$/;

/** @returns undefined where the text is no id of either shape (Exim spec ch. "How Exim receives and delivers mail") */
export function parseMessageId(text: string): MessageIdParts | undefined {
  const long = LONG.exec(text);
  const match = long ?? SHORT.exec(text);
  if (match === null) return undefined;
  const [seconds, process, fraction] = match.slice(1).map(decodeBase62);
  if (seconds === undefined || process === undefined || fraction === undefined) return undefined;
  return { shape: long === null ? 'short' : 'long', seconds, process, fraction };
}

export function isMessageId(text: string): boolean {
  return LONG.test(text) || SHORT.test(text);
}
