/** Does a rule's pattern fit an address, and what did its asterisks stand for (Exim spec §31.7, §31.8). */
import {
  after,
  capturesOf,
  clean,
  type ExpansionHost,
  expand,
  type Failure,
  isFailure,
  type Later,
  parseExpansion,
  patternOf,
  search,
  type Text,
  textOf,
} from '../expand/index.ts';

/** `$0` the address, `$1`, … what was left open; undefined: it does not fit. */
export type Captures = readonly Text[] | undefined;

/** The pattern is one item of an address list; letters of local parts count. */
export function matchRule(pattern: string, address: string, host: ExpansionHost): Later<Captures | Failure> {
  return after(expand(parseExpansion(pattern), host), (expanded) => {
    if (expanded.kind === 'forced-fail') return undefined;
    if (expanded.kind !== 'text') return expanded;
    const subject = textOf(spelled(address), true);
    return after(matchSpelled(expanded.text, subject, host), (captures) =>
      captures === undefined || isFailure(captures) ? captures : [textOf(address, true), ...captures.slice(1)],
    );
  });
}

function matchSpelled(pattern: string, subject: Text, host: ExpansionHost): Later<Captures | Failure> {
  if (pattern.startsWith('^')) return matchWhole(pattern, subject);
  const list = clean(`<\u0001+caseful\u0001${pattern}`);
  return after(host.lists.match('address', subject, list), (found) =>
    isFailure(found) ? found : found.matched ? capturesIn(pattern, subject, host) : undefined,
  );
}

/** Domains have no capitals that count, and local parts may have. */
function spelled(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, Math.max(0, at)) + address.slice(Math.max(0, at)).toLowerCase();
}

function matchWhole(pattern: string, subject: Text): Captures | Failure {
  const compiled = patternOf(pattern, false);
  if (isFailure(compiled)) return compiled;
  const found = search(compiled, pattern, subject.text);
  if (isFailure(found) || found === undefined) return found;
  return capturesOf(found, subject);
}

/** What the asterisk of the local part stood for, then what the domain's pattern left open. */
function capturesIn(pattern: string, subject: Text, host: ExpansionHost): Later<Captures | Failure> {
  const at =
    pattern.indexOf(';') < 0 ? pattern.lastIndexOf('@') : pattern.slice(0, pattern.indexOf(';')).lastIndexOf('@');
  const split = subject.text.lastIndexOf('@');
  const local = pattern.slice(0, Math.max(0, at));
  const ofLocal = local.startsWith('*') ? [textOf(subject.text.slice(0, split - local.length + 1), true)] : [];
  if (pattern.startsWith('+')) return [subject]; // a list with a name leaves nothing open
  const domain = textOf(subject.text.slice(split + 1), true);
  const found = host.lists.match('domain', domain, clean(`<\u0001${pattern.slice(at + 1)}`));
  return after(found, (match) => {
    const ofDomain = isFailure(match) ? [] : (match.captures?.slice(1) ?? []);
    return [subject, ...ofLocal, ...ofDomain];
  });
}
