/** Words found by what somebody typed: a name, an older name, `$name`, `${name`, `redirect.file`, or the beginning of a thought. */
import { nearest } from '../../base/index.ts';
import type { Word, WordKind } from './types.ts';

/** All meanings of a name; none where there is no such word. */
export function meaningsOf(words: readonly Word[], written: string): readonly Word[] {
  const asked = readAsked(written);
  return words.filter((word) => isNamed(word, asked.name) && asked.fits(word));
}

/** Those of a scope (`main`, `router/redirect`, `redirect`, `acl`), a kind (`variable`) or a group (`tls`); all without one. */
export function wordsIn(words: readonly Word[], scope: string | undefined): readonly Word[] {
  if (scope === undefined) return words;
  const plain = scope.toLowerCase().replace(/s$/, '');
  const fits = (name: string): boolean => [scope.toLowerCase(), plain].includes(name.toLowerCase());
  const scopes = [
    (word: Word) => fits(word.scope) || fits(word.scope.replace(/^.*\//, '')),
    (word: Word) => fits(word.kind) || fits(word.kind.replace(/^\w+ /, '')),
    (word: Word) => word.group !== undefined && (fits(word.group) || fits(word.group.replace(/s$/, ''))),
  ];
  return scopes.map((one) => words.filter(one)).find((found) => found.length > 0) ?? [];
}

/** Every word a scope can be asked for by. */
export const scopeNames = (words: readonly Word[]): readonly string[] => [
  ...new Set(words.flatMap(({ scope, kind, group }) => [scope, kind, ...(group === undefined ? [] : [group])])),
];

/** What may have been meant: names near it or with it inside, and words that are about it. At most eight, nearest first. */
export function suggestionsFor(words: readonly Word[], written: string): readonly string[] {
  const { name } = readAsked(written);
  if (name.length > MAX_NAME) return [];
  const names = [...new Set(words.flatMap((word) => [word.name, ...(word.aliases ?? [])]))];
  const near = nearest(name, names);
  const inside = name.length < 3 ? [] : names.filter((one) => one.includes(name.toLowerCase()));
  const about = words.filter(({ keywords = [] }) => keywords.some((one) => one.toLowerCase() === name.toLowerCase()));
  const all = [...(near === undefined ? [] : [near]), ...about.map((word) => word.name), ...inside];
  return [...new Set(all)].slice(0, 8);
}

const MAX_NAME = 100;

/** Words its text speaks of, and those of its group that begin alike. At most eight. */
export function relatedTo(words: readonly Word[], word: Word): readonly string[] {
  const names = new Set(words.map(({ name }) => name));
  const spoken = (word.doc.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []).filter((name) => names.has(name));
  const first = word.name.replace(/_.*/, '');
  const alike = words.filter((other) => other.scope === word.scope && other.group === word.group);
  const kin = word.name.includes('_') ? alike.filter((other) => other.name.startsWith(`${first}_`)) : [];
  const all = [...spoken, ...kin.map(({ name }) => name)];
  return [...new Set(all)].filter((name) => name !== word.name).slice(0, 8);
}

interface Asked {
  readonly name: string;
  readonly fits: (word: Word) => boolean;
}

const IN_BRACES: readonly WordKind[] = ['expansion item', 'expansion operator', 'variable'];

function readAsked(written: string): Asked {
  const text = written.trim();
  if (text.startsWith('${')) {
    const name = /^\$\{\s*(\w*)/.exec(text)![1]!;
    return { name, fits: ({ kind }) => IN_BRACES.includes(kind) };
  }
  if (text.startsWith('$')) return { name: text.slice(1).replace(/:$/, ''), fits: ({ kind }) => kind === 'variable' };
  const scoped = /^([\w/]+)[.\s]+(\w+)$/.exec(text);
  if (scoped === null) return { name: text.replace(/\s*[:=]?$/, ''), fits: () => true };
  const [, scope, name] = scoped as unknown as [string, string, string];
  return { name, fits: (word) => [word.scope, word.scope.replace(/^.*\//, '')].includes(scope) };
}

function isNamed(word: Word, name: string): boolean {
  if (word.name === name || word.aliases?.includes(name) === true) return true;
  if (word.kind === 'variable' && word.group === 'headers')
    return [word.name, ...(word.aliases ?? [])].some((beginning) => name.startsWith(beginning));
  if (word.kind === 'expansion operator') return name.startsWith(`${word.name}_`) && /_\d/.test(name);
  return word.name.includes('…') && word.name.split(', ').some((one) => name.startsWith(one.replace('…', '')));
}
