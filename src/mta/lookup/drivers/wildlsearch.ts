/** Linear search for patterns: `wildlsearch`, whose keys are expanded, and `nwildlsearch`, whose keys are not. */
import { compilePattern, type Pattern } from '../../../core/pcre/index.ts';
import { after, deferred, type Failure, isFailure, type Later } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import { type LinearEntry, notALinearFile, readable, readLinearData, scanLinear } from '../files/linear.ts';
import { lowerCase } from '../files/lower-case.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver, LookupPorts } from '../types.ts';

interface Content {
  readonly text: string;
  readonly entries: readonly LinearEntry[];
}

const files = createKeptFiles<Content>({
  purpose: 'linear search',
  notAFile: notALinearFile,
  read: (octets) => {
    const text = readable(octets.toString('latin1'));
    const entries: LinearEntry[] = [];
    scanLinear(text, (key, at) => entries.push({ key, at }));
    return { text, entries };
  },
});

/** In order; the first that matches counts. */
function find(question: DriverQuestion, ports: LookupPorts, expands: boolean): Later<DriverAnswer> {
  const content = files.get(question.source);
  if (isFailure(content)) return content;
  return findFrom(0, content, question, ports, expands);
}

function findFrom(
  start: number,
  content: Content,
  question: DriverQuestion,
  ports: LookupPorts,
  expands: boolean,
): Later<DriverAnswer> {
  const { entries, text } = content;
  for (let index = start; index < entries.length; index += 1) {
    const entry = entries[index]!;
    const settle = (holds: boolean | Failure): DriverAnswer | undefined => {
      if (typeof holds !== 'boolean') return holds;
      return holds ? foundAt(text, entry.at, question) : undefined;
    };
    const matched = matchEntry(entry.key, question.key, ports, expands);
    if (matched instanceof Promise) {
      return matched.then((holds) => settle(holds) ?? findFrom(index + 1, content, question, ports, expands));
    }
    const answer = settle(matched);
    if (answer !== undefined) return answer;
  }
  return { kind: 'not-found' };
}

function foundAt(text: string, at: number, { options }: DriverQuestion): DriverAnswer {
  const { data, full } = readLinearData(text, at);
  return { kind: 'found', text: options.includes('ret=full') ? full : data };
}

function matchEntry(key: string, subject: string, ports: LookupPorts, expands: boolean): Later<boolean | Failure> {
  if (!expands || !/[$\\]/.test(key)) return matchPattern(key, subject, ports);
  return after(ports.expand(key), (outcome) => {
    if (outcome.kind === 'text') return matchPattern(outcome.text, subject, ports);
    if (outcome.kind === 'forced-fail') return false;
    return deferred('');
  });
}

/** One item of a string list (Exim spec ch. "Domain, host, address, and local part lists"). */
function matchPattern(pattern: string, subject: string, ports: LookupPorts): Later<boolean | Failure> {
  if (pattern.startsWith('!')) {
    const inner = matchPattern(pattern.slice(1).trimStart(), subject, ports);
    return after(inner, (holds) => (typeof holds === 'boolean' ? !holds : holds));
  }
  if (pattern.startsWith('^')) return matchExpression(pattern, subject);
  if (pattern.startsWith('*')) return lowerCase(subject).endsWith(lowerCase(pattern.slice(1)));
  const semicolon = pattern.indexOf(';');
  if (semicolon > 0) return matchLookup(pattern.slice(0, semicolon), pattern.slice(semicolon + 1), subject, ports);
  return lowerCase(pattern) === lowerCase(subject);
}

const MAX_EXPRESSIONS = 1000;
const expressions = new Map<string, Pattern | Failure>();

function expressionOf(source: string): Pattern | Failure {
  const known = expressions.get(source);
  if (known !== undefined) return known;
  const compiled = compilePattern(source, { caseless: true });
  const made = compiled.ok
    ? compiled.value
    : deferred(`regular expression error: ${compiled.error.message} at offset ${compiled.error.offset} in ${source}`);
  if (expressions.size >= MAX_EXPRESSIONS) expressions.clear();
  expressions.set(source, made);
  return made;
}

function matchExpression(source: string, subject: string): boolean | Failure {
  const pattern = expressionOf(source);
  if (isFailure(pattern)) return pattern;
  const found = pattern.exec(subject, 0);
  return found === 'out-of-time' ? deferred(`regular expression "${source}" took too long`) : found !== undefined;
}

function matchLookup(type: string, source: string, subject: string, ports: LookupPorts): Later<boolean | Failure> {
  const lookups = ports.lookups();
  const kind = lookups.kind(type.trim());
  if (isFailure(kind)) return kind;
  const text = (value: string) => ({ kind: 'text' as const, text: value, tainted: false });
  const key = kind.style === 'single-key' ? { key: text(subject) } : {};
  const answer = lookups.find({ type: type.trim(), ...key, source: text(source.trim()) });
  return after(answer, (found) => (isFailure(found) ? found : found.kind === 'found'));
}

const common = { style: 'single-key' } as const;

export const wildlsearch: LookupDriver = {
  ...common,
  name: 'wildlsearch',
  doc: 'As lsearch, but keys are expanded, and may be patterns: *tail, ^expression, or a lookup.',
  find: (question, ports) => find(question, ports, true),
};

export const nwildlsearch: LookupDriver = {
  ...common,
  name: 'nwildlsearch',
  doc: 'As wildlsearch, its keys taken as they are written.',
  remembers: true,
  find: (question, ports) => find(question, ports, false),
};
