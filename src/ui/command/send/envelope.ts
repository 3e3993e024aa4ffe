/** Sender, recipients and what is asked of the server about them. */
import {
  encodeXtext,
  formatOriginalRecipient,
  type Mail,
  type Mailbox,
  type MailRecipient,
  type ParsedPath,
  parsePath,
  parseRcptParameters,
} from '../../../core/smtp/index.ts';
import type { Fields } from '../fields.ts';

export interface Envelope extends Omit<Mail, 'parts' | 'sizeOctets' | 'has8Bit' | 'sender'> {
  /** Absent: whoever runs this. */
  readonly sender?: string;
  /** Of the last recipient, whose domain is routed to. */
  readonly domain?: Mailbox['domain'];
}

/** @param needsRecipient  the conversation gets as far as RCPT */
export function readEnvelope(fields: Fields, needsRecipient: boolean): Envelope {
  const paths = fields
    .texts('to')
    .flatMap(splitList)
    .map((text) => readPath(fields, 'to', text));
  if (paths.length === 0 && needsRecipient) fields.problem('"to" is missing: give a recipient such as bob@example.org');
  const last = paths.at(-1)?.path;
  const sender = fields.has('from') ? readPath(fields, 'from', fields.optionalText('from') ?? '').text : undefined;
  const ret = fields.oneOf('dsnRet', ['FULL', 'HDRS']);
  const envid = fields.optionalText('dsnEnvid');
  return {
    recipients: paths.map(({ text }) => ({ address: text, ...readDsn(fields, paths.length) })),
    smtpUtf8: fields.flag('smtputf8'),
    requireTls: fields.flag('requiretls'),
    ...(sender !== undefined && { sender }),
    ...(last?.kind === 'mailbox' && { domain: last.mailbox.domain }),
    ...(ret !== undefined && { ret }),
    ...(envid !== undefined && { envid: encodeXtext(envid) }),
  };
}

/** Commas part addresses, where they do not stand in quotes. */
const splitList = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [text]).map((part) => part.trim()).filter((part) => part !== '');

interface ReadPath {
  readonly path?: ParsedPath['path'];
  /** Between the brackets. */
  readonly text: string;
}

function readPath(fields: Fields, name: 'to' | 'from', given: string): ReadPath {
  const text = given.trim();
  const inside = /^<(.*)>$/s.exec(text)?.[1] ?? text;
  if (name === 'from' && inside === '') return { text: '' };
  const parsed = parsePath(text, { utf8: true, bare: true });
  if (!parsed.ok || parsed.value.rest !== '' || (name === 'to' && parsed.value.path.kind === 'null')) {
    const why = parsed.ok ? 'it is no address' : parsed.error.message;
    fields.problem(`"${name}": ${JSON.stringify(text.slice(0, 80))} is not right: ${why}; write it as bob@example.org`);
    return { text: '' };
  }
  return { path: parsed.value.path, text: inside };
}

function readDsn(fields: Fields, count: number): Pick<MailRecipient, 'notify' | 'orcpt'> {
  const notify = fields.optionalText('dsnNotify')?.toUpperCase();
  if (notify !== undefined && !parseRcptParameters(` NOTIFY=${notify}`).ok)
    fields.problem(
      `"dsnNotify" must be NEVER, or a list of SUCCESS, FAILURE and DELAY, and is "${notify.slice(0, 60)}"`,
    );
  const original = fields.optionalText('dsnOrcpt');
  if (original !== undefined && count > 1) fields.problem('"dsnOrcpt" is for a single recipient');
  const [, type = 'rfc822', address = ''] = /^(?:([A-Za-z0-9-]+);)?(.+)$/s.exec(original ?? '') ?? [];
  const addressType = type.toLowerCase();
  return {
    ...(notify !== undefined && { notify }),
    ...(original !== undefined && { orcpt: formatOriginalRecipient({ addressType, address }) }),
  };
}
