/** What `config check` says: a row for each kind of mistake. */
import { type Finding, type FindingDef, findingRows, say } from '../../base/index.ts';
import type { ConfigurationError, ConfigurationErrorCode } from './types.ts';

const row = findingRows('config');

const ROWS: Readonly<Record<ConfigurationErrorCode, FindingDef>> = {
  file: row(
    'file',
    'error',
    'The configuration file cannot be read',
    'The file named by -C, or the one looked for by default, is missing, is no file, may not be read, or is larger than a configuration can sensibly be.',
    [],
  ),
  limit: row(
    'limit',
    'error',
    'The configuration exceeds a bound',
    'Files inside each other, their size, and the length of a line with its macros are bounded, so that a file that includes itself or macros that multiply come to an end. Which bound it is, is said.',
    [],
  ),
  include: row(
    'include',
    'error',
    'An included file cannot be read',
    '`.include` needs a file that is there; a relative name is looked for beside the file that includes. `.include_if_exists` takes a name from / on alone.',
    [],
  ),
  conditional: row(
    'conditional',
    'error',
    'Conditional lines do not match',
    'Each .ifdef or .ifndef has an .endif, with .elifdef, .elifndef and .else between them. A condition holds where a macro was put into the rest of its line.',
    [],
  ),
  macro: row(
    'macro',
    'error',
    'A macro cannot be defined like that',
    'A macro is `NAME = text`, or `NAME == text` to define it anew. Names begin with a capital. A name may not contain an earlier one, since the earlier one would be put in wherever the later one is written.',
    [],
  ),
  section: row(
    'section',
    'error',
    'There is no such section, or it was there before',
    'After the main options come sections that begin with `begin` and one of acl, authenticators, routers, transports, retry, rewrite, local_scan; each at most once, in any order.',
    [],
  ),
  'unknown-option': row(
    'unknown-option',
    'error',
    'Unknown option',
    'The name is none of the options of this place: the main section, all drivers of a kind, or this driver. `mxray config doc` tells of those there are. Options of a driver stand behind its `driver =`.',
    [],
  ),
  repeated: row(
    'repeated',
    'error',
    'An option is set twice',
    'Every option is set once, but for those that add up: condition, headers_add, headers_remove, set.',
    [],
  ),
  value: row(
    'value',
    'error',
    'A value is not of its type',
    'Times are 1w2d3h4m5s without blanks, integers decimal, octal with a leading 0 or hexadecimal with 0x, with K, M or G behind; booleans are true, false, yes, no, or the name alone, or no_ before it; a quoted string ends with its quote.',
    [],
  ),
  syntax: row(
    'syntax',
    'error',
    'A line cannot be understood',
    'A line of the main section sets an option, defines a macro or a named list. Comments begin with # and stand on lines of their own.',
    [],
  ),
  'named-list': row(
    'named-list',
    'error',
    'A named list cannot be defined like that',
    'Named lists are `domainlist NAME = items`, and hostlist, addresslist, localpartlist; a name once for each kind. With _cache behind the word, what the list came to is kept.',
    [],
  ),
  driver: row(
    'driver',
    'error',
    'A router, transport or authenticator is incomplete',
    'A name with a colon begins it, and `driver =` says what it is. Some options must be there, some exclude each other; names are not given twice.',
    [],
  ),
  acl: row(
    'acl',
    'error',
    'A line of an ACL is wrong',
    'An ACL is a name with a colon, then statements: a verb (accept, defer, deny, discard, drop, require, warn) with conditions and modifiers. Some of those are for certain ACLs alone: what is not there yet cannot be asked about.',
    [],
  ),
  retry: row(
    'retry',
    'error',
    'A retry rule is wrong',
    'A rule is a pattern, an error, and when to try: `* * F,2h,15m; G,16h,1h,1.5; F,4d,6h`.',
    [],
  ),
  rewrite: row(
    'rewrite',
    'error',
    'A rewriting rule is wrong',
    'A rule is a pattern, a replacement (in quotes where it has blanks) and flags.',
    [],
  ),
  expansion: row(
    'expansion',
    'error',
    'A string cannot be expanded',
    'The string would fail whenever it is expanded: braces do not match, or it names an item, operator, condition or variable that does not exist. Exim reads such a configuration, and fails when a message comes.',
    [],
  ),
  reference: row(
    'reference',
    'error',
    'Something that is named is not there',
    'A list, ACL, router or transport is named that is not defined. Exim reads such a configuration, and fails when it comes to that.',
    [],
  ),
  account: row(
    'account',
    'warn',
    'A user or a group is not there',
    'An option names a user or a group that this host does not have. Exim does not start with such a configuration; here it is a warning, since a configuration may be looked at on another host.',
    [],
  ),
  deprecated: row(
    'deprecated',
    'warn',
    'An older name',
    'The option has another name now; the older one is understood.',
    [],
  ),
  unsupported: row(
    'unsupported',
    'warn',
    'Not supported here',
    'What needs code in C or Perl inside the mail server is not there; the hint says how it is done instead.',
    [],
  ),
};

/** Of `config show`. */
export const notThere = row(
  'not-there',
  'error',
  'Nothing of that name can be shown',
  'The word is no option of the main section, and none of the other words: a named list with + before it, routers, transports, authenticators, macros, or one of those by kind and name.',
  [],
);

export const configFindings: readonly FindingDef[] = [...Object.values(ROWS), notThere];

/** Each with its place, `FILE:LINE`. */
export function findingOf(problem: ConfigurationError): Finding {
  const { code, excerpt, hint, message, place, severity } = problem;
  return say(ROWS[code], {
    severity: severity === 'error' ? 'error' : 'warn',
    scope: { file: place.line === 0 ? place.file : `${place.file}:${place.line}` },
    detail: message,
    ...(hint !== undefined && { fix: hint }),
    evidence: { line: place.line, ...(excerpt !== undefined && { offset: excerpt.offset }) },
  });
}
