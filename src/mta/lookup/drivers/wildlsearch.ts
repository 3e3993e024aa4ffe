/** Linear search for patterns: `wildlsearch`, whose keys are expanded, and `nwildlsearch`, whose keys are not. */
import { asciiLowerCase } from '../../../base/index.ts';
import { compilePattern, type Pattern } from '../../../core/pcre/index.ts';
import { after, clean, deferred, type Failure, isFailure, type Later } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import { type LinearEntry, notALinearFile, readable, readLinearData, scanLinear } from '../files/linear.ts';
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
  const content = files.get(question.source, question.turn);
  if (isFailure(content)) return content;
  const { entries, text } = content;
  const first = firstThat(entries.length, (index) => matchEntry(entries[index]!.key, question, ports, expands));
  return after(first, (index): DriverAnswer => {
    if (typeof index === 'object') return index;
    return index === undefined ? { kind: 'not-found' } : foundAt(text, entries[index]!.at, question);
  });
}

type Test = (index: number) => Later<boolean | Failure>;

/** The first of `count` for which the test holds; undefined: none. A failure ends it. */
function firstThat(count: number, test: Test, start = 0): Later<number | undefined | Failure> {
  for (let index = start; index < count; index += 1) {
    const tested = test(index);
    if (tested instanceof Promise) {
      return tested.then((holds) =>
        holds === false ? firstThat(count, test, index + 1) : holds === true ? index : holds,
      );
    }
    if (tested !== false) return tested === true ? index : tested;
  }
  return undefined;
}

function foundAt(text: string, at: number, { options }: DriverQuestion): DriverAnswer {
  const { data, full } = readLinearData(text, at);
  return { kind: 'found', text: options.includes('ret=full') ? full : data };
}

function matchEntry(
  key: string,
  question: DriverQuestion,
  ports: LookupPorts,
  expands: boolean,
): Later<boolean | Failure> {
  if (!expands || !/[$\\]/.test(key)) return matchItem(key, question, ports);
  return after(ports.expand(key), (outcome) => {
    if (outcome.kind === 'text') return matchItem(outcome.text, question, ports);
    return outcome.kind === 'forced-fail' ? false : deferred('');
  });
}

/** One item of a string list (Exim spec ch. "Domain, host, address, and local part lists"); a second `!` is one of its own. */
function matchItem(written: string, question: DriverQuestion, ports: LookupPorts): Later<boolean | Failure> {
  const item = written.trim();
  return item.startsWith('!')
    ? not(matchPlain(item.slice(1).trimStart(), question, ports))
    : matchPlain(item, question, ports);
}

const matchPlain = (item: string, question: DriverQuestion, ports: LookupPorts): Later<boolean | Failure> =>
  item.startsWith('/') ? matchFile(item, question, ports) : matchPattern(item, question, ports);

const not = (matched: Later<boolean | Failure>): Later<boolean | Failure> =>
  after(matched, (holds) => (typeof holds === 'boolean' ? !holds : holds));

function matchPattern(pattern: string, question: DriverQuestion, ports: LookupPorts): Later<boolean | Failure> {
  const { key } = question;
  if (pattern.startsWith('^')) return matchExpression(pattern, key);
  if (pattern.startsWith('*')) return asciiLowerCase(key).endsWith(asciiLowerCase(pattern.slice(1)));
  const semicolon = pattern.indexOf(';');
  if (semicolon > 0) return matchLookup(pattern.slice(0, semicolon), pattern.slice(semicolon + 1), question, ports);
  return asciiLowerCase(pattern) === asciiLowerCase(key);
}

/** A file in a list has a pattern a line, and `#` begins a comment; there are no files in it. */
const lists = createKeptFiles<readonly string[]>({
  purpose: 'a list',
  notAFile: (path) => `${path} is not a regular file`,
  read: (octets) =>
    octets
      .toString('latin1')
      .split('\n')
      .map((line) => line.replace(/#.*$/, '').trim())
      .filter((line) => line !== ''),
});

function matchFile(path: string, question: DriverQuestion, ports: LookupPorts): Later<boolean | Failure> {
  const items = lists.get(path);
  if (isFailure(items)) return deferred(items.message);
  const first = firstThat(items.length, (index) => {
    const item = items[index]!;
    if (!item.startsWith('!')) return matchPattern(item, question, ports);
    return matchPattern(item.slice(1).trimStart(), question, ports);
  });
  return after(first, (index) => {
    if (typeof index === 'object') return index;
    return index === undefined ? items.at(-1)?.startsWith('!') === true : !items[index]!.startsWith('!');
  });
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

function matchLookup(
  type: string,
  source: string,
  question: DriverQuestion,
  ports: LookupPorts,
): Later<boolean | Failure> {
  const lookups = ports.lookups();
  const kind = lookups.kind(type.trim());
  if (isFailure(kind)) return kind;
  const key = kind.style === 'single-key' ? { key: clean(question.key) } : {};
  const inner = { type: type.trim(), ...key, source: clean(source.trim()), depth: question.depth + 1 };
  return after(lookups.find(inner), (found) => (isFailure(found) ? found : found.kind === 'found'));
}

const common = { style: 'single-key', inFiles: true } as const;

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
