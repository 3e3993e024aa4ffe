/** The name a term is about: its domain-spec with the macros put in, or the domain the record is for. */
import type { Name } from '../dns/index.ts';
import { permerror, type Step, type TermOutcome } from './evaluation.ts';
import { expand, needsValidatedName } from './expand.ts';
import type { MacroString } from './grammar/types.ts';
import { targetName } from './target-name.ts';
import { validatedName } from './validated-names.ts';

export type Target =
  | { readonly kind: 'name'; readonly name: Name }
  /** No DNS query can be made of it: like a name that does not exist (RFC 7208 §4.8, §5). */
  | { readonly kind: 'impossible'; readonly text: string }
  | (TermOutcome & { readonly kind: 'error' });

export async function findTarget(spec: MacroString | undefined, step: Step): Promise<Target> {
  if (spec === undefined) return nameOf(step.domain);
  const { evaluation, domain } = step;
  const name = needsValidatedName(spec) ? await validatedName(step, true) : undefined;
  if (typeof name === 'object') return permerror(name);
  const text = expand(spec, { evaluation, domain, ...(name !== undefined && { validatedName: name }) });
  if (text !== spec.text) step.target = text;
  return nameOf(text);
}

function nameOf(text: string): Target {
  const name = targetName(text);
  return name === undefined ? { kind: 'impossible', text } : { kind: 'name', name };
}

export const impossible = (text: string): string =>
  `${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)} is no name that DNS can be asked for`;
