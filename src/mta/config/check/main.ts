/** Main options whose words are looked at when the whole is read. */
import { compilePattern } from '../../../core/pcre/index.ts';
import { readList } from '../../expand/index.ts';
import { readMailbox } from '../../mailbox/index.ts';
import { LOG_SELECTORS } from '../macros/features.ts';
import { meaning, type ProblemParts, type Problems, quoted } from '../problems.ts';
import type { Configuration } from '../types.ts';

type Judge = (value: string, tell: (message: string, parts?: ProblemParts) => void) => void;

export function checkMain({ main }: Configuration, problems: Problems): void {
  for (const [name, judge] of Object.entries(JUDGES)) {
    const setting = main.get(name);
    if (setting === undefined) continue;
    judge(String(setting.value), (message, parts) =>
      problems.error('value', setting.place, message, { subject: name, ...parts }),
    );
  }
}

const FACILITIES = ['mail', 'user', 'news', 'uucp', 'daemon', ...Array.from({ length: 8 }, (_, n) => `local${n}`)];
const BARE_LINE_ENDS = ['mend', 'refuse'];
const ID_FORMATS = ['short', 'long'];
const LOOKUP_ORDERS = ['bydns', 'byaddr'];

/** A threshold, the first delay, the factor, the greatest delay. */
const RATE = /^\s*\d+\s*,\s*(?:[\d.]+[smhdw])+\s*,\s*\d+(?:\.\d+)?\s*,\s*(?:[\d.]+[smhdw])+\s*$/;

const judgeRate: Judge = (value, tell) => {
  if (!RATE.test(value)) tell(`malformed ratelimit data: ${value}`, { hint: 'as 2,0.5s,1.05,4m' });
};

const isExpanded = (value: string): boolean => value.includes('$');

/** Folders and files of a daemon: where it stands when it starts says nothing of where they are. */
const judgePath =
  (option: string): Judge =>
  (value, tell) => {
    if (value !== '' && !isExpanded(value) && !value.startsWith('/'))
      tell(`${option}: ${quoted(value)} is not an absolute path`);
  };

const judgePattern =
  (option: string): Judge =>
  (value, tell) => {
    const compiled = compilePattern(value);
    if (!compiled.ok) tell(`${option}: ${compiled.error.message}`);
  };

/** More than cores help nobody; a typing mistake must not fork a thousand. */
const MAX_WORKERS = 256;

const JUDGES: Readonly<Record<string, Judge>> = {
  log_selector: (value, tell) => {
    for (const word of value.match(/[+-]\w*|\S+/g) ?? []) {
      if (!/^[+-]/.test(word)) tell(`malformed log_selector setting: + or - expected but found ${quoted(word)}`);
      else if (!LOG_SELECTORS.includes(word.slice(1)))
        tell(`unknown log_selector setting: ${word.slice(0, 40)}`, meaning(word.slice(1), LOG_SELECTORS));
    }
  },
  localhost_number: (value, tell) => {
    if (value.includes('$') || value === '') return;
    if (!/^\d+$/.test(value)) tell(`localhost_number value is not a number: ${quoted(value)}`);
    else if (Number(value) > 16) tell('localhost_number is greater than the maximum allowed value (16)');
  },
  message_id_format: (value, tell) => {
    if (!ID_FORMATS.includes(value))
      tell(`message_id_format is ${ID_FORMATS.join(' or ')}, not ${quoted(value)}`, meaning(value, ID_FORMATS));
  },
  smtp_bare_line_ends: (value, tell) => {
    if (!BARE_LINE_ENDS.includes(value))
      tell(
        `smtp_bare_line_ends is ${BARE_LINE_ENDS.join(' or ')}, not ${quoted(value)}`,
        meaning(value, BARE_LINE_ENDS),
      );
  },
  syslog_facility: (value, tell) => {
    if (value !== '' && !FACILITIES.includes(value))
      tell(`failed to interpret syslog_facility ${quoted(value)}`, meaning(value, FACILITIES));
  },
  smtp_ratelimit_mail: judgeRate,
  smtp_ratelimit_rcpt: judgeRate,
  spool_directory: (value, tell) => {
    if (value === '') tell('spool_directory is empty: messages need a place', { hint: 'as /var/spool/exim4' });
    else judgePath('spool_directory')(value, tell);
  },
  tls_dh_max_bits: (value, tell) => {
    if (Number(value) < 1024) tell('tls_dh_max_bits is too small, must be at least 1024 for interop');
  },
  submission_directory: judgePath('submission_directory'),
  pid_file_path: judgePath('pid_file_path'),
  daemon_workers: (value, tell) => {
    if (Number(value) > MAX_WORKERS) tell(`daemon_workers is greater than the maximum allowed value (${MAX_WORKERS})`);
  },
  uucp_from_pattern: judgePattern('uucp_from_pattern'),
  keep_environment: (value, tell) => {
    for (const item of readList(value).items.filter((one) => one.startsWith('^')))
      judgePattern('keep_environment')(item, tell);
  },
  errors_reply_to: (value, tell) => {
    if (value !== '' && typeof readMailbox(value) === 'string')
      tell(`errors_reply_to: ${quoted(value)} is no address`, { hint: 'as postmaster@example.org' });
  },
  host_lookup_order: (value, tell) => {
    for (const word of value.split(':').map((one) => one.trim()))
      if (!LOOKUP_ORDERS.includes(word))
        tell(`unknown item ${quoted(word)} in host_lookup_order`, meaning(word, LOOKUP_ORDERS));
  },
};
