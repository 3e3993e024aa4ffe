/** record = version terms *SP (RFC 7208 §4.5, §12): from text to terms, or to everything that is wrong. */
import { err, ok, type Result } from '../../../base/index.ts';
import { parseDomainSpec } from './domain-spec.ts';
import { parseMacroString } from './macro-string.ts';
import { parseMechanism } from './mechanism.ts';
import type { Directive, Modifier, Qualifier, SpfRecord, SyntaxFault, Term } from './types.ts';

/** RFC 7208 §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ). */
const MODIFIER = /^([a-z][a-z0-9_.-]*)=(.*)$/is;
const VERSION = /^v=spf1(?: |$)/i;

/** Is it one for SPF at all (RFC 7208 §4.5)? */
export const isSpfRecord = (text: string): boolean => VERSION.test(text);

/**
 * The record, or all of its faults: any of them makes it a permerror, wherever it stands (RFC 7208 §4.6).
 *
 * @param text  strings of one TXT record joined, an octet a character
 */
export function parseRecord(text: string): Result<SpfRecord, readonly SyntaxFault[]> {
  const faults: SyntaxFault[] = [...charactersOf(text)];
  const terms: Term[] = [];
  for (const word of text.slice('v=spf1'.length).split(' ')) {
    if (word === '') continue;
    const term = parseTerm(word);
    if (term.ok) terms.push(term.value);
    else faults.push(term.error);
  }
  faults.push(...repeated(terms));
  return faults.length > 0 ? err(faults) : ok(recordOf(text, terms));
}

function recordOf(text: string, terms: readonly Term[]): SpfRecord {
  const modifier = (kind: Modifier['kind']): Modifier | undefined =>
    terms.find((term): term is Modifier => term.kind === kind);
  const [redirect, exp] = [modifier('redirect'), modifier('exp')];
  return {
    text,
    directives: terms.filter((term): term is Directive => term.kind === 'directive'),
    ...(redirect !== undefined && { redirect }),
    ...(exp !== undefined && { exp }),
    terms,
  };
}

/** RFC 7208 §3.1: US-ASCII; §4.6.1: spaces alone part the terms. */
function charactersOf(text: string): readonly SyntaxFault[] {
  const odd = /[^\x20-\x7e]/.exec(text);
  if (odd === null) return [];
  const octet = odd[0].charCodeAt(0);
  const detail = `octet ${octet} stands at place ${odd.index + 1}`;
  return octet > 0x7e
    ? [{ code: 'not-ascii', term: text.slice(0, 40), detail }]
    : [{ code: 'control-character', term: text.slice(0, 40), detail: `${detail}, and spaces alone part the terms` }];
}

function parseTerm(word: string): Result<Term, SyntaxFault> {
  const modifier = MODIFIER.exec(word);
  if (modifier !== null) return parseModifier(word, modifier[1]!.toLowerCase(), modifier[2]!);
  const qualifier = /^[-+~?]/.exec(word)?.[0] ?? '';
  const mechanism = parseMechanism(word.slice(qualifier.length));
  if (!mechanism.ok) return err(faultOf(word, mechanism.error, qualifier));
  return ok({
    kind: 'directive',
    text: word,
    qualifier: (qualifier || '+') as Qualifier,
    mechanism: mechanism.value,
  });
}

/** The two known ones need a domain; of others the macros alone are checked (RFC 7208 §6). */
function parseModifier(word: string, name: string, text: string): Result<Modifier, SyntaxFault> {
  const isKnown = name === 'redirect' || name === 'exp';
  // RFC 7208 §12 lets an unknown modifier have any macro letter.
  const value = isKnown ? parseDomainSpec(text) : parseMacroString(text, { explanation: true });
  if (!value.ok) return err({ code: value.error.code, term: word, detail: value.error.detail });
  return ok({ kind: isKnown ? name : 'unknown', text: word, name, value: value.value });
}

function faultOf(term: string, fault: Omit<SyntaxFault, 'term'>, before: string): SyntaxFault {
  return { ...fault, term, ...(fault.fix !== undefined && { fix: `${before}${fault.fix}` }) };
}

/** RFC 7208 §6: redirect and exp at most once each. */
function repeated(terms: readonly Term[]): readonly SyntaxFault[] {
  return (['redirect', 'exp'] as const).flatMap((kind) => {
    const [, second] = terms.filter((term) => term.kind === kind);
    return second === undefined
      ? []
      : [{ code: 'repeated-modifier' as const, term: second.text, detail: `${kind}= stands more than once` }];
  });
}
