/** Options that come to a boolean, and options expanded with what a list has found. */
import {
  after,
  clean,
  type ExpansionHost,
  expand,
  expandOption,
  type Later,
  type ListMatch,
  type Outcome,
  parsedOption,
} from '../expand/index.ts';

/**
 * `more`, `unseen`, `hosts_randomize`, `multi_domain`: a boolean, or a text that comes to one.
 *
 * @param where  whose option it is, for who reads of a fault: `X router`, `Y transport`
 */
export function expandBoolean(
  value: unknown,
  host: ExpansionHost,
  { option, where, otherwise }: { readonly option: string; readonly where: string; readonly otherwise: boolean },
): Later<boolean | { readonly kind: 'defer'; readonly message: string }> {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return otherwise;
  return after(expandOption(value, host), (outcome) => {
    if (outcome.kind === 'forced-fail') return otherwise;
    if (outcome.kind !== 'text')
      return { kind: 'defer', message: `failed to expand "${option}" in ${where}: ${outcome.message}` };
    const known = TRUTH[outcome.text.toLowerCase()];
    if (known !== undefined) return known;
    const message = `"${outcome.text}" is not a valid value for the "${option}" option in the ${where}`;
    return { kind: 'defer', message };
  });
}

const TRUTH: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** With `$value` and `$1`, `$2`, … of a match. */
export function expandWith(text: string, host: ExpansionHost, match: ListMatch | undefined): Later<Outcome> {
  if (!text.includes('$') && !text.includes('\\')) return clean(text);
  return expand(parsedOption(text), host, undefined, {
    ...(match?.value !== undefined && { value: match.value }),
    ...(match?.captures !== undefined && { captures: match.captures }),
  });
}
