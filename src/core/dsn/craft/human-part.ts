/** The first part: what happened, in the reader's language. */

import { formatMailDate } from '../../mime/index.ts';
import { isAboutRoom, parseStatus } from '../status.ts';
import { ACTIONS, type Action, type Returned } from '../types.ts';
import type { DsnLanguage, Reason } from './languages/types.ts';
import type { DsnSpec, SpecRecipient } from './spec.ts';

/** The gravest action gives the subject. */
export const subjectOf = ({ language, recipients }: Pick<DsnSpec, 'language' | 'recipients'>): string =>
  language.subjects[ACTIONS.find((action) => recipients.some((one) => one.action === action))!];

/** @returns lines ended by CRLF */
export function humanPart(spec: Pick<DsnSpec, 'language' | 'recipients' | 'reportingMta'>, returned: Returned): string {
  const { language, recipients, reportingMta } = spec;
  const groups = ACTIONS.flatMap((action) => {
    const own = recipients.filter((one) => one.action === action);
    return own.length === 0 ? [] : [wrap(language.intros[action]), ...listed(own, language)];
  });
  const paragraphs = [wrap(language.automatic(reportingMta)), ...groups, wrap(language.returned[returned])];
  return `${paragraphs.join('\n\n')}\n`.replaceAll('\n', '\r\n');
}

/** People read no more; the second part has them all. */
const MAX_LISTED = 100;

function listed(recipients: readonly SpecRecipient[], language: DsnLanguage): readonly string[] {
  const shown = recipients.slice(0, MAX_LISTED).map((one) => about(one, language));
  return recipients.length > MAX_LISTED ? [...shown, `  … ${recipients.length - MAX_LISTED}`] : shown;
}

function about(one: SpecRecipient, language: DsnLanguage): string {
  const reason = reasonOf(one.status);
  const sentence = reason === undefined || isGood(one.action) ? [] : [`${language.reasons[reason]} (${one.status})`];
  const said = saidBy(one, language);
  const until = one.willRetryUntil === undefined ? [] : [language.retry(formatMailDate(one.willRetryUntil))];
  const address = one.originalRecipient?.address ?? one.address;
  return [`  ${address}`, ...[...sentence, ...said, ...until].map((line) => wrap(line, '    '))].join('\n');
}

const isGood = (action: Action): boolean => action !== 'failed' && action !== 'delayed';

function saidBy({ remoteMta, diagnostic }: SpecRecipient, language: DsnLanguage): readonly string[] {
  const text = diagnostic
    ?.replace(/\s+/g, ' ')
    .replace(/^[A-Za-z][A-Za-z0-9-]*;\s*/, '')
    .trim();
  if (text === undefined || text === '') return [];
  const shown = text.length > MAX_SAID ? `${text.slice(0, MAX_SAID)} ...` : text;
  return [remoteMta === undefined ? shown : `${language.said(remoteMta)} ${shown}`];
}

/** The second part has it whole; no line may be longer than SMTP takes. */
const MAX_SAID = 600;

/** subject.detail → what to tell, in the words of RFC 3463 §3. */
function reasonOf(status: string): Reason | undefined {
  const code = parseStatus(status);
  if (code === undefined) return undefined;
  if (isAboutRoom(code)) return 'full';
  return REASONS[`${code.subject}.${code.detail}`] ?? BY_SUBJECT[code.subject];
}

const REASONS: Readonly<Record<string, Reason>> = {
  '1.1': 'no-mailbox',
  '1.3': 'no-mailbox',
  '1.6': 'no-mailbox',
  '1.2': 'no-domain',
  '1.10': 'no-domain',
  '2.1': 'disabled',
  '7.13': 'disabled',
  '2.3': 'too-large',
  '3.4': 'too-large',
  '4.6': 'loop',
  '4.7': 'expired',
};
const BY_SUBJECT: Readonly<Record<number, Reason>> = { 4: 'unreachable', 6: 'refused', 7: 'refused' };

const WIDTH = 74;

function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}
