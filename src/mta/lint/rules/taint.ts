/** File names, files of look-ups and queries that are made of what came from outside. */
import type { Driver } from '../../config/index.ts';
import { parseExpansion, type Sequence } from '../../expand/index.ts';
import { taintedFile, taintedLookup, unquotedQuery } from '../findings/safety.ts';
import { everySetting, everyText, type OwnedSetting, type Remark, type Rule, textOf, type Written } from '../remark.ts';
import { lookupsIn, taintedPart, unquotedPart, type WrittenLookup } from '../taint.ts';

export const taintRules: Rule = (configuration) => [
  ...everySetting(configuration).flatMap(fileNames),
  ...everyText(configuration).flatMap(lookups),
];

/** Options whose value is a file, a directory or a socket. */
const FILES = new Set([
  ...['router/redirect file', 'router/redirect include_directory', 'router/redirect sieve_vacation_directory'],
  ...['router router_home_directory', 'router transport_home_directory', 'router transport_current_directory'],
  ...[
    'transport home_directory',
    'transport current_directory',
    'transport/lmtp socket',
    'transport/queuefile directory',
  ],
  ...['transport/appendfile file', 'transport/appendfile directory', 'transport/appendfile quota_directory'],
  ...['transport/autoreply file', 'transport/autoreply log', 'transport/autoreply once'],
  ...['transport/smtp tls_certificate', 'transport/smtp tls_privatekey', 'transport/smtp dkim_private_key'],
  ...['main system_filter', 'main log_file_path', 'main spool_directory', 'main bounce_message_file'],
  ...['main warn_message_file', 'main tls_certificate', 'main tls_privatekey', 'main tls_ocsp_file', 'main tls_crl'],
]);
/** Options whose first word is a program; its arguments may come from outside. */
const PROGRAMS = new Set([
  ...['transport/pipe command', 'transport/lmtp command', 'transport transport_filter', 'router/queryprogram command'],
]);

function fileNames({ setting, label, driver }: OwnedSetting): readonly Remark[] {
  const key = `${setting.row.scope} ${setting.row.name}`;
  const text = withoutOwnDomains(textOf(setting) ?? '', driver);
  if (!text.includes('$') || !(FILES.has(key) || PROGRAMS.has(key))) return [];
  const part = taintedPart(parseExpansion(PROGRAMS.has(key) ? firstWord(text) : text));
  if (part === undefined) return [];
  return [{ def: taintedFile, place: setting.place, subject: label, detail: `${label} has ${part} in it` }];
}

/** When a transport signs, `$dkim_domain` and `$dkim_selector` are what its own options say. */
function withoutOwnDomains(text: string, driver: Driver | undefined): string {
  const domain = textOf(driver?.settings.get('dkim_domain'));
  if (domain === undefined || taintedPart(parseExpansion(domain)) !== undefined) return text;
  return text.replace(/\$(?:dkim_(?:domain|selector)\b|\{dkim_(?:domain|selector)\})/g, 'own');
}

/** White space in braces does not end a word. */
function firstWord(text: string): string {
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    else if (depth === 0 && /\s/.test(char)) return text.slice(0, index);
  }
  return text;
}

function lookups(written: Written): readonly Remark[] {
  return [...itemLookups(written), ...listLookups(written)];
}

/** `domains = lsearch;/etc/mail/$domain`: a type, perhaps with decorations, and its file. */
const LIST_LOOKUP =
  /(?<![\w{])(?:partial[\d()*.]*-|net\d*-)?((?:n?wild|ip)?lsearch|dsearch|cdb|dbm(?:nz|jz)?|json)(?:,[\w,=]*|[*@]*);\s*(\S+)/g;

function listLookups({ text, place, label }: Written): readonly Remark[] {
  return [...text.matchAll(LIST_LOOKUP)].flatMap(([, type, file]) => {
    const part = taintedPart(parseExpansion(file!));
    const detail = `${label}: the ${type} look-up has ${part} in it`;
    return part === undefined ? [] : [{ def: taintedLookup, place, subject: label, detail }];
  });
}

function itemLookups({ text, place, label }: Written): readonly Remark[] {
  if (!text.includes('{lookup')) return [];
  return lookupsIn(parseExpansion(text)).flatMap((lookup) => {
    const [def, part] = faultOf(lookup);
    if (part === undefined) return [];
    return [{ def, place, subject: label, detail: `${label}: the ${lookup.type} look-up has ${part} in it` }];
  });
}

const QUERIES = /^(mysql|pgsql|sqlite|oracle|ibase|redis|ldap|ldapdn|ldapm|ldapauth)\b/;

function faultOf({ type, args }: WrittenLookup): readonly [typeof taintedFile, string | undefined] {
  const [first, second] = args;
  if (QUERIES.test(type)) return [unquotedQuery, first && unquotedPart(first)];
  return [taintedLookup, second && taintedPart(second as Sequence)];
}
