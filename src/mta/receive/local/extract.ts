/** `-t`: recipients that stand in the header (Exim spec ch. "The Exim command line", RFC 5322 §3.6.6). */
import type { HeaderLine } from '../../facts/index.ts';
import { itemEnd, type MailboxOptions, nextItem, readMailbox } from '../../mailbox/index.ts';
import { fieldName } from '../headers/parse.ts';
import type { BadAddress } from './fault.ts';

export interface Extracted {
  readonly recipients: readonly Found[];
  readonly bad: readonly BadAddress[];
  /** Bcc has left it. */
  readonly headers: readonly HeaderLine[];
}

/** An at sign within quotes is not the one that a domain follows. */
interface Found {
  readonly address: string;
  readonly isQualified: boolean;
}

const RECIPIENTS = ['to', 'cc', 'bcc'];

/** To, Cc and Bcc, or their Resent- forms where there is any field of those. */
export function extractRecipients(headers: readonly HeaderLine[], options: MailboxOptions): Extracted {
  const isResent = headers.some(({ text }) => fieldName(text).startsWith('resent-'));
  const names = RECIPIENTS.map((name) => (isResent ? `resent-${name}` : name));
  const recipients: Found[] = [];
  const bad: BadAddress[] = [];
  for (const { text } of headers.filter((line) => names.includes(fieldName(line.text)))) {
    for (const item of readList(text.slice(text.indexOf(':') + 1), options)) {
      if ('why' in item) bad.push(item);
      else recipients.push(item);
    }
  }
  const bcc = names[2];
  return {
    recipients,
    bad,
    headers: headers.map((line) => (fieldName(line.text) === bcc ? { ...line, letter: '*' } : line)),
  };
}

/** Names of groups, and what ends them, are passed over. */
function readList(field: string, options: MailboxOptions): readonly (Found | BadAddress)[] {
  const text = field.replace(/\n[ \t]?/g, ' ').trimEnd();
  const found: (Found | BadAddress)[] = [];
  for (let at = nextItem(text, 0); at < text.length; ) {
    const end = itemEnd(text, at);
    const item = text.slice(at, end);
    const member = memberOf(item);
    if (member !== '') {
      const read = readMailbox(member, options);
      found.push(typeof read === 'string' ? { text: text.slice(at).trim(), why: read } : read);
    }
    at = nextItem(text, end);
  }
  return found;
}

/** `list: ann@example.org;` */
const memberOf = (item: string): string =>
  item
    .replace(/^\s*(?:"(?:[^"\\]|\\.)*"|[^"<>@:;])*:(?!:)/, '')
    .replace(/;\s*$/, '')
    .trim();
