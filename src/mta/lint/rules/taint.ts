/** File names, files of look-ups and queries that are made of what came from outside. */
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

function fileNames({ setting, label }: OwnedSetting): readonly Remark[] {
  const key = `${setting.row.scope} ${setting.row.name}`;
  const text = textOf(setting) ?? '';
  if (!text.includes('$') || !(FILES.has(key) || PROGRAMS.has(key))) return [];
  const part = taintedPart(parseExpansion(PROGRAMS.has(key) ? firstWord(text) : text));
  if (part === undefined) return [];
  return [{ def: taintedFile, place: setting.place, subject: label, detail: `${label} has ${part} in it` }];
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

function lookups({ text, place, label }: Written): readonly Remark[] {
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
