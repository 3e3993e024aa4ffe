/**
 * Public suffixes (RFC 7489 §3.2): the list that tldts carries, rules for private domains among them as in any list a mail
 * server is given, or a file in the form of publicsuffix.org (Exim's `dmarc_tld_file`).
 */
import { err, type Failure, ok, type Result, readBoundedFile } from '../../base/index.ts';
import { ancestorOf, labelsOf, type Name, parseName } from '../dns/index.ts';
import type { SuffixList } from './types.ts';

/** Loaded when a name is judged by RFC 7489, and never else. */
export async function builtInSuffixes(): Promise<SuffixList> {
  const { getDomain } = await import('tldts');
  return {
    organizationalDomain: (name) => getDomain(name, { allowPrivateDomains: true, validateHostname: false }) ?? name,
  };
}

/** The list of publicsuffix.org takes a third of a MiB. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;

export async function readSuffixFile(path: string): Promise<Result<SuffixList, Failure>> {
  const read = await readBoundedFile(path, MAX_LIST_BYTES);
  if (!read.ok) return err({ ...read.error, message: `--psl: ${read.error.message}` });
  return parseSuffixList(Buffer.from(read.value).toString('utf8'), path);
}

/** A rule a line, `*.` for any label, `!` for an exception; a line ends at its first space, `//` is a comment. */
export function parseSuffixList(text: string, file: string): Result<SuffixList, Failure> {
  const rules = parseSuffixRules(text, file);
  if (!rules.ok) return rules;
  return ok({ organizationalDomain: (name) => ancestorOf(name, suffixLabels(name, rules.value) + 1) });
}

export type SuffixRules = ReadonlySet<string>;

/** The suffix that the rules say a name has; for a suffix itself, itself. */
export const publicSuffix = (name: Name, rules: SuffixRules): Name => ancestorOf(name, suffixLabels(name, rules));

export function parseSuffixRules(text: string, file: string): Result<SuffixRules, Failure> {
  const rules = new Set<string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const rule = /^\s*(\S*)/.exec(line)![1]!;
    if (rule === '' || rule.startsWith('//')) continue;
    const name = parseName(rule.replace(/^[!.]/, ''));
    if (!name.ok) return err(listError(`${file}, line ${i + 1}: ${name.error.message}`));
    rules.add(`${rule.startsWith('!') ? '!' : ''}${name.value}`);
  }
  if (rules.size === 0) return err(listError(`${file} has no rule of a public suffix list`));
  return ok(rules);
}

/** An exception has one label less than it names; else the longest rule counts, and where none fits, one label. */
function suffixLabels(name: Name, rules: SuffixRules): number {
  const labels = labelsOf(name);
  for (let count = labels.length; count > 0; count -= 1) {
    const at = labels.slice(labels.length - count);
    if (rules.has(`!${at.join('.')}`)) return count - 1;
    if (rules.has(at.join('.')) || rules.has(['*', ...at.slice(1)].join('.'))) return count;
  }
  return 1;
}

function listError(message: string): Failure<'dmarc/suffix-list'> {
  const hint = 'give a file in the form of publicsuffix.org: a rule a line, such as co.uk, *.ck or !www.ck';
  return { code: 'dmarc/suffix-list', message, hint, fault: 'configuration', temporary: false };
}
