/** Enhanced status codes: read, and in words (RFC 3463; the registry of RFC 5248). */

export interface StatusCode {
  readonly class: 2 | 4 | 5;
  readonly subject: number;
  readonly detail: number;
}

/** `5.1.1`, whatever stands behind it; no leading zeros, at most three digits (RFC 3463 §2). */
export function parseStatus(text: string): StatusCode | undefined {
  const match = /^\s*([245])\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?![\d.])/.exec(text);
  if (match === null) return undefined;
  return { class: Number(match[1]) as StatusCode['class'], subject: Number(match[2]), detail: Number(match[3]) };
}

export const formatStatus = (code: StatusCode): string => `${code.class}.${code.subject}.${code.detail}`;

const CLASSES: Readonly<Record<number, string>> = {
  2: 'success',
  4: 'persistent transient failure',
  5: 'permanent failure',
};

/** `bad destination mailbox address (permanent failure)`. */
export function statusMeaning({ class: kind, subject, detail }: StatusCode): string {
  const words = DETAILS[`${subject}.${detail}`] ?? SUBJECTS[subject];
  return words === undefined ? CLASSES[kind]! : `${words} (${CLASSES[kind]})`;
}

/** RFC 3463 §3.2 (mailbox full), §3.4 (system full): room may come, whatever the class says. */
export const isAboutRoom = ({ subject, detail }: StatusCode): boolean =>
  (subject === 2 && detail === 2) || (subject === 3 && detail === 1);

const SUBJECTS: Readonly<Record<number, string>> = {
  0: 'undefined status',
  1: 'addressing',
  2: 'mailbox',
  3: 'mail system',
  4: 'network and routing',
  5: 'mail delivery protocol',
  6: 'message content or media',
  7: 'security or policy',
};

/** subject.detail → words: RFC 3463 §3.2–§3.8, and what was registered since. */
const DETAILS: Readonly<Record<string, string>> = {
  '0.0': 'other undefined status',
  '1.0': 'other address status',
  '1.1': 'bad destination mailbox address',
  '1.2': 'bad destination system address',
  '1.3': 'bad destination mailbox address syntax',
  '1.4': 'destination mailbox address ambiguous',
  '1.5': 'destination address valid',
  '1.6': 'destination mailbox has moved, no forwarding address',
  '1.7': "bad sender's mailbox address syntax",
  '1.8': "bad sender's system address",
  '1.9': 'message relayed to non-compliant mailer', // RFC 5248 from RFC 3886
  '1.10': 'recipient address has null MX', // RFC 7505
  '2.0': 'other or undefined mailbox status',
  '2.1': 'mailbox disabled, not accepting messages',
  '2.2': 'mailbox full',
  '2.3': 'message length exceeds administrative limit',
  '2.4': 'mailing list expansion problem',
  '3.0': 'other or undefined mail system status',
  '3.1': 'mail system full',
  '3.2': 'system not accepting network messages',
  '3.3': 'system not capable of selected features',
  '3.4': 'message too big for system',
  '3.5': 'system incorrectly configured',
  '3.6': 'requested priority was changed', // RFC 6710
  '4.0': 'other or undefined network or routing status',
  '4.1': 'no answer from host',
  '4.2': 'bad connection',
  '4.3': 'directory server failure',
  '4.4': 'unable to route',
  '4.5': 'mail system congestion',
  '4.6': 'routing loop detected',
  '4.7': 'delivery time expired',
  '5.0': 'other or undefined protocol status',
  '5.1': 'invalid command',
  '5.2': 'syntax error',
  '5.3': 'too many recipients',
  '5.4': 'invalid command arguments',
  '5.5': 'wrong protocol version',
  '5.6': 'authentication exchange line is too long', // RFC 4954
  '6.0': 'other or undefined media error',
  '6.1': 'media not supported',
  '6.2': 'conversion required and prohibited',
  '6.3': 'conversion required but not supported',
  '6.4': 'conversion with loss performed',
  '6.5': 'conversion failed',
  '6.6': 'message content not available', // RFC 4468
  '6.7': 'non-ASCII addresses not permitted for that sender or recipient', // RFC 6531
  '6.8': 'UTF-8 string reply is required, but not permitted by the client',
  '6.9': 'UTF-8 header message cannot be transferred to one or more recipients',
  '7.0': 'other or undefined security status',
  '7.1': 'delivery not authorized, message refused',
  '7.2': 'mailing list expansion prohibited',
  '7.3': 'security conversion required but not possible',
  '7.4': 'security features not supported',
  '7.5': 'cryptographic failure',
  '7.6': 'cryptographic algorithm not supported',
  '7.7': 'message integrity failure',
  '7.8': 'authentication credentials invalid', // RFC 4954
  '7.9': 'authentication mechanism is too weak',
  '7.10': 'encryption needed', // RFC 5248 registry
  '7.11': 'encryption required for requested authentication mechanism',
  '7.12': 'a password transition is needed',
  '7.13': 'user account disabled',
  '7.14': 'trust relationship required',
  '7.15': 'priority level is too low', // RFC 6710
  '7.16': 'message is too big for the specified priority',
  '7.17': 'mailbox owner has changed', // RFC 7293
  '7.18': 'domain owner has changed',
  '7.19': 'RRVS test cannot be completed',
  '7.20': 'no passing DKIM signature found', // RFC 7372
  '7.21': 'no acceptable DKIM signature found',
  '7.22': 'no valid author-matched DKIM signature found',
  '7.23': 'SPF validation failed',
  '7.24': 'SPF validation error',
  '7.25': 'reverse DNS validation failed',
  '7.26': 'multiple authentication checks failed',
  '7.27': 'sender address has null MX', // RFC 7505
  '7.28': 'mail flood detected',
  '7.29': 'ARC validation failure', // RFC 8617
  '7.30': 'REQUIRETLS support required', // RFC 8689
};
