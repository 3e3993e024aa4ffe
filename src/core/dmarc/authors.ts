/**
 * A message with several author domains (RFC 9989 §5.3.1, §11.5; RFC 7489 §6.6.1): each is checked, and of the checks that
 * fail the strictest policy holds, so that an address of a domain without a policy gets nobody past another's.
 */
import type { Authors } from './author.ts';
import { type Evaluation, evaluateDmarc, type Question } from './evaluate.ts';
import type { DmarcPorts, Rules } from './types.ts';

/** The sender chooses how many there are, and each costs its questions (RFC 9989 §11.5). */
export const MAX_AUTHOR_DOMAINS = 16;

/** At least one author domain; in their order. */
export async function evaluateAuthors(
  question: Omit<Question, 'author' | 'rules'> & { readonly authors: Authors },
  rules: Rules,
  ports: DmarcPorts,
): Promise<readonly Evaluation[]> {
  const evaluated: Evaluation[] = [];
  for (const author of question.authors.domains.slice(0, MAX_AUTHOR_DOMAINS))
    evaluated.push(await evaluateDmarc({ ...question, author, rules }, ports));
  return evaluated;
}

/** The first of those with the strictest outcome. */
export function strictest(evaluated: readonly Evaluation[]): Evaluation {
  return evaluated.reduce((most, one) => (strength(one) > strength(most) ? one : most));
}

/** What is not known may be a policy, but not a stricter one than is known to fail; `pass` is the word of every author. */
function strength({ result, disposition }: Evaluation): number {
  return ORDER.indexOf(result === 'fail' ? disposition : `${result} `);
}

const ORDER: readonly string[] = ['pass ', 'none ', 'none', 'temperror ', 'quarantine', 'reject'];
