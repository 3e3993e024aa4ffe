/** A case of the tables as a client's lines: those that lead to the ACL, and the one that it decides on. */
import type { Case } from '../../../support/acl/table.ts';

export interface Dialogue {
  readonly option: string;
  /** Before it, in order. */
  readonly lines: readonly string[];
  /** How many replies precede the one that the ACL gives: the greeting is the first. */
  readonly replies: number;
}

const word = ({ settings }: Case, name: string): string => settings.get(name) ?? '';
const ehlo = (one: Case): string => `EHLO ${word(one, 'helo') || 'c.x'}`;
const mail = (one: Case): string => `MAIL FROM:<${word(one, 'sender')}>`;
const rcpt = (one: Case): string => `RCPT TO:<${word(one, 'rcpt')}>`;
const envelope = (one: Case): readonly string[] => [ehlo(one), mail(one), 'RCPT TO:<r@example.com>'];

const LINES: Readonly<Record<string, (one: Case) => readonly string[]>> = {
  helo: (one) => [ehlo(one)],
  mail: (one) => [ehlo(one), mail(one)],
  rcpt: (one) => [ehlo(one), mail(one), rcpt(one)],
  predata: (one) => [...envelope(one), 'DATA'],
  data: (one) => [...envelope(one), 'DATA', ...messageOf(one), '.'],
  vrfy: (one) => [ehlo(one), `VRFY ${word(one, 'rcpt')}`],
  expn: (one) => [ehlo(one), 'EXPN x@y'],
  etrn: (one) => [ehlo(one), 'ETRN #x'],
  quit: (one) => [ehlo(one), 'QUIT'],
};

const messageOf = ({ fields }: Case): readonly string[] => [...fields, 'Subject: s', '', 'body'];

/** What no client of a test session can have. */
const UNREACHABLE = /^(?:auth|tls|verified|ident|\$.*|ago|hints|dns|spf|dmarc|verify|content|part|malware|spam)$/;

/** There is no name server where suites run. */
const ASKS_NETWORK = /\b(?:reverse_host_lookup|csa|dnslists|spf)\b/;

/** undefined: a test session cannot be brought there. */
export function dialogueOf(one: Case): Dialogue | undefined {
  const make = LINES[one.phase];
  const { settings } = one;
  if (make === undefined || settings.get('client') === 'local') return undefined;
  if ([...settings.keys()].some((name) => UNREACHABLE.test(name))) return undefined;
  if ((settings.get('rcpts') ?? 'r@example.com') !== 'r@example.com') return undefined;
  if (one.body.some((line) => ASKS_NETWORK.test(line))) return undefined;
  if (one.expected.some((line) => /^\? (?:malware|spam) /.test(line))) return undefined; // no scanner there, either
  const lines = make(one);
  const commands = one.phase === 'data' ? lines.length - messageOf(one).length : lines.length;
  return { option: `acl_smtp_${one.phase}`, lines, replies: commands };
}
