/** `exp`: what the domain has to say to who failed (RFC 7208 §6.2). */
import { RR } from '../dns/index.ts';
import type { Evaluated } from './evaluate.ts';
import { ask, type Evaluation, type Step } from './evaluation.ts';
import { expand, needsValidatedName } from './expand.ts';
import { textsOf } from './find-record.ts';
import { parseMacroString } from './grammar/macro-string.ts';
import type { MacroString } from './grammar/types.ts';
import { targetName } from './target-name.ts';
import { validatedName } from './validated-names.ts';

/** More than any reply line or log can use; longer ones are cut off there. */
const MAX_EXPLANATION = 500;

/**
 * The text of the explanation; undefined where there is none that can be used, whatever the reason: it never changes the
 * result, and none of its queries count (RFC 7208 §4.6.4, §6.2).
 */
export async function explain(
  { modifier, domain }: NonNullable<Evaluated['exp']>,
  evaluation: Evaluation,
): Promise<string | undefined> {
  const step: Step = { evaluation, domain, term: modifier.text, queries: [] };
  const name = targetName(await expanded(modifier.value, step));
  const asked = name === undefined ? undefined : await ask(step, name, RR.TXT, { countsVoid: false });
  if (asked?.kind !== 'answer') return undefined;
  const [text, ...others] = textsOf(asked.answer);
  if (text === undefined || others.length > 0) return undefined;
  const parsed = parseMacroString(text, { explanation: true });
  return parsed.ok ? presentable(await expanded(parsed.value, step)) : undefined;
}

/** The receiver's own words. */
export async function explainUsually(
  text: string,
  domain: string,
  evaluation: Evaluation,
): Promise<string | undefined> {
  const parsed = parseMacroString(text, { explanation: true });
  if (!parsed.ok) return undefined;
  return presentable(await expanded(parsed.value, { evaluation, domain, term: text, queries: [] }));
}

async function expanded(value: MacroString, step: Step): Promise<string> {
  const { evaluation, domain } = step;
  const name = needsValidatedName(value) ? await validatedName(step, false) : undefined;
  return expand(value, { evaluation, domain, ...(typeof name === 'string' && { validatedName: name }) });
}

/** US-ASCII on one line (RFC 7208 §6.2): what senders and clients chose comes in by macros. */
function presentable(text: string): string | undefined {
  return text === '' || /[^\x20-\x7e]/.test(text) ? undefined : text.slice(0, MAX_EXPLANATION);
}
