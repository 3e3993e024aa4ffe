/** A submission: who it is from, to whom it goes, and what is said to the caller. */
import { type Configuration, mainValue } from '../../config/index.ts';
import type { ExpansionHost } from '../../expand/index.ts';
import type { Reception } from '../../receive/index.ts';
import { addressesIn, fieldName, fieldValue, readHeaderLines } from '../../receive/index.ts';
import type { Submitted } from '../reception-port.ts';
import { type Caller, callerOf, senderFor } from './caller.ts';
import { Dialogue } from './dialogue.ts';
import { type DroppedFile, openDropped } from './dropped-file.ts';

export interface SubmissionParts {
  readonly configuration: Configuration;
  readonly folder: string;
  readonly reception: Reception;
  /** For lists of the configuration. */
  readonly host: ExpansionHost;
}

export async function takeSubmission(name: string, parts: SubmissionParts): Promise<Submitted> {
  const dropped = openDropped(parts.folder, name);
  if (!dropped.ok) return { kind: 'answered', reply: `554 the submission is not taken: ${dropped.error}` };
  const file = dropped.value;
  const caller = callerOf(file, parts.configuration);
  try {
    if (file.order.kind === 'message') return { kind: 'answered', reply: await takeMessage(file, caller, parts) };
    const source = file.order.kind === 'smtp' ? 'local-smtp' : 'batch';
    const opened = await parts.reception.open({ source, ident: caller.login });
    return {
      kind: 'session',
      served: { ...opened, config: { ...opened.config, ...LENIENT[source] } },
    };
  } finally {
    file.close();
  }
}

/** Lines of this host end as they do here, and a batch does without HELO. */
const LENIENT = {
  'local-smtp': { bare: 'normalise' },
  batch: { bare: 'normalise', requiresHelo: false },
} as const;

async function takeMessage(file: DroppedFile, caller: Caller, parts: SubmissionParts): Promise<string> {
  const { configuration, reception, host } = parts;
  const { order } = file;
  const sender = await senderFor(order.sender, caller, configuration, host);
  const looks = order.fromHeader || order.fullName !== undefined;
  const head = looks ? readHead(file, Number(mainValue(configuration, 'header_maxsize'))) : undefined;
  if (head === 'too long') return '552 Message header is ridiculously long';
  const found = head === undefined || !order.fromHeader ? undefined : recipientsIn(head.header);
  const recipients = chosen(
    order.recipients,
    found?.recipients,
    mainValue(configuration, 'extract_addresses_remove_arguments') === true,
  );
  if (recipients.length === 0) return '554 no recipients: none is given, and none stands in the header';
  const opened = await reception.open({ source: 'local', ident: caller.login });
  return new Dialogue(opened).carry(sender, recipients, function* () {
    if (head !== undefined)
      yield Buffer.from(withFrom(found?.header ?? head.header, order.fullName, sender) + head.rest, 'latin1');
    for (let piece = file.read(); piece !== undefined; piece = file.read()) yield piece;
  });
}

/** With `-t`, addresses on the command line are taken away from those in the header, or added to them. */
function chosen(given: readonly string[], found: readonly string[] | undefined, removes: boolean): readonly string[] {
  if (found === undefined) return given;
  const known = new Set(given.map((one) => one.toLowerCase()));
  const rest = found.filter((one) => !known.has(one.toLowerCase()));
  return [...new Set(removes ? rest : [...given, ...rest])];
}

/** `-F` gives the name for a From field that is not there. */
function withFrom(header: string, fullName: string | undefined, sender: string): string {
  const has = readHeaderLines(header).some(({ text }) => fieldName(text) === 'from');
  if (fullName === undefined || has) return header;
  const phrase = /^[\w !#$%&'*+/=?^`{|}~-]*$/.test(fullName) ? fullName : `"${fullName.replace(/["\\]/g, '\\$&')}"`;
  return `From: ${phrase} <${sender}>\n${header}`;
}

/** Up to the empty line behind it; `rest` is what was read beyond. */
function readHead(file: DroppedFile, most: number): { readonly header: string; readonly rest: string } | 'too long' {
  let text = '';
  for (let piece = file.read(); piece !== undefined; piece = file.read()) {
    text += piece.toString('latin1');
    const end = /^\r?\n|\r?\n\r?\n/.exec(text);
    if (end !== null) {
      const at = end.index + (end.index === 0 && /^\r?\n/.test(text) ? 0 : end[0].indexOf('\n') + 1);
      return { header: text.slice(0, at), rest: text.slice(at) };
    }
    if (most > 0 && text.length > most) return 'too long';
  }
  return { header: text, rest: '' };
}

/** To, Cc and Bcc, or their Resent- forms where there are any (RFC 5322 §3.6.6); Bcc leaves the header. */
function recipientsIn(header: string): { readonly recipients: readonly string[]; readonly header: string } {
  const lines = readHeaderLines(header);
  const isResent = lines.some(({ text }) => RECIPIENTS.some((name) => fieldName(text) === `resent-${name}`));
  const names = RECIPIENTS.map((name) => (isResent ? `resent-${name}` : name));
  const recipients = lines
    .filter(({ text }) => names.includes(fieldName(text)))
    .flatMap(({ text }) => addressesIn(fieldValue(text)));
  const bcc = isResent ? 'resent-bcc' : 'bcc';
  return {
    recipients,
    header: lines
      .filter(({ text }) => fieldName(text) !== bcc)
      .map(({ text }) => text)
      .join(''),
  };
}

const RECIPIENTS = ['to', 'cc', 'bcc'];
