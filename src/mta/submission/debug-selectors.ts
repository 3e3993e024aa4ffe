/** What `-d` may select (Exim spec ch. "The Exim command line", `-d`). Nothing here depends on it, but a word that is none is told. */

/** In Exim's words. */
const SELECTORS: ReadonlySet<string> = new Set(
  (
    'acl all auth deliver dns dnsbl exec expand filter hints_lookup host_lookup ident interface lists load local_scan lookup ' +
    'memory noutf8 pid process_info queue_run receive resolver retry rewrite route timestamp tls transport uid verify'
  ).split(' '),
);

/**
 * @param word  `-d` and what is joined to it, such as `+acl-dns`: each with its sign, a `d` before them for more of it; any other flag is well
 * @returns what is wrong with it
 */
export function selectorFault(word: string): string | undefined {
  if (!word.startsWith('-d') || word === '-dropcr') return undefined;
  const text = word.slice(2);
  let rest = (text.startsWith('d') ? text.slice(1) : text).trimStart();
  while (rest !== '') {
    const [whole, sign, name = ''] = /^([+-]?)(\w*)\s*/.exec(rest)!;
    if (sign === '') return `malformed debug_selector setting: + or - expected but found "${rest}"`;
    if (!SELECTORS.has(name)) return `unknown debug_selector setting: ${sign}${name}`;
    rest = rest.slice(whole.length);
  }
  return undefined;
}
