/**
 * Values that are read each time they are used, although they never change, and that cannot be read: the server starts, and
 * fails with each client or message. What has an expansion in it is not judged.
 */
import { parseInterval, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import type { Configuration, Setting } from '../../config/index.ts';
import { isInteger, parseInteger, readList } from '../../expand/index.ts';
import { SCANNER_KINDS } from '../../scan/index.ts';
import { unreadable } from '../findings/sense.ts';
import { everySetting, type Remark, type Rule, textOf } from '../remark.ts';

export const constantRules: Rule = (configuration) => [
  ...everySetting(configuration).flatMap(({ setting, label }) => wrongIn(setting).map(remark(label, setting.place))),
  ...configuration.lists
    .filter(({ kind, text }) => kind === 'host' && isConstant(text))
    .flatMap(({ name, place, text }) => wrongHosts(text).map(remark(`the host list ${name}`, place))),
  ...rates(configuration),
];

const remark =
  (label: string, place: Remark['place']) =>
  (why: string): Remark => ({ def: unreadable, place, subject: label, detail: `${label}: ${why}` });

const isConstant = (text: string): boolean => !text.includes('$');

function wrongIn(setting: Setting): readonly string[] {
  const text = textOf(setting) ?? '';
  if (!isConstant(text)) return [];
  const { name, type } = setting.row;
  if (type === 'host list') return wrongHosts(text);
  if (name === 'av_scanner') return wrongScanner(text);
  return SIZES.has(name) ? wrongSize(name, text) : [];
}

/** Strings that come to a number when they are used. */
const SIZES: ReadonlySet<string> = new Set([
  'mailbox_filecount',
  'mailbox_size',
  'max_parallel',
  'message_size_limit',
  'quota',
  'quota_filecount',
  'quota_warn_threshold',
  'recipients_max',
  'smtp_accept_max_per_host',
]);

function wrongSize(name: string, text: string): readonly string[] {
  const number = name === 'quota_warn_threshold' ? text.replace(/%\s*$/, '') : text;
  if (MAILBOX.test(name) && FRACTION.test(number)) return [];
  const value = parseInteger(number);
  if (isInteger(value) && number.trim() !== '') return value < 0 ? [`${JSON.stringify(text)} is below 0`] : [];
  return [`${JSON.stringify(text)} is no number with K, M or G behind it`];
}

/** What `appendfile` reads may have a fraction. */
const MAILBOX = /^(?:mailbox|quota)_?/;
const FRACTION = /^\s*\d*\.\d+[kmg]?\s*$/i;

function wrongScanner(text: string): readonly string[] {
  const [kind = ''] = readList(text).items;
  if (kind === '' || SCANNER_KINDS.includes(kind)) return [];
  return [`there is no kind of scanner ${JSON.stringify(kind)}; there are ${SCANNER_KINDS.join(', ')}`];
}

const wrongHosts = (text: string): readonly string[] => readList(text).items.flatMap(wrongHost);

/** Addresses and networks alone: all else is a name, a lookup or a list. */
function wrongHost(written: string): readonly string[] {
  const item = written.replace(/^!\s*/, '');
  const [, base = '', bits] = /^(\d+(?:\.\d+){3}|[\da-f]*:[\da-f:.]+)(?:\/(\S+))?$/i.exec(item) ?? [];
  if (base === '') return [];
  const octets = parseIpv4(base) ?? parseIpv6(base);
  if (octets === undefined) return [`${JSON.stringify(item)} is no IP address`];
  const all = octets.length * 8;
  if (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= all)) return [];
  return [`a network of ${base} has 0 to ${all} bits, not ${JSON.stringify(bits)}`];
}

const rates = ({ acls }: Configuration): readonly Remark[] =>
  [...acls.values()].flatMap(({ name: acl, statements }) =>
    statements
      .flatMap(({ clauses }) => clauses)
      .filter(({ name, argument }) => name === 'ratelimit' && isConstant(argument))
      .flatMap(({ argument, place }) => wrongRate(argument).map(remark(`ACL ${acl}: ratelimit`, place))),
  );

/** `limit / period / …` (Exim spec ch. "Access control lists"). */
function wrongRate(text: string): readonly string[] {
  const [limit = '', period = ''] = readList(`</${text}`).items;
  if (!/^\d*\.?\d+(e[+-]?\d+)?[kmg]?$/i.test(limit)) return [`the limit ${JSON.stringify(limit)} is no number`];
  if ((parseInterval(period) ?? 0) > 0) return [];
  return [`the period ${JSON.stringify(period)} is no time, as 1h or 30m`];
}
