/** What is remembered under some keys, with the rule that decides. */
import type { Look } from '../round.ts';
import type { WhyRetry } from './types.ts';

export async function retriesOf(
  { book }: Look,
  keys: readonly string[],
  domain: string | undefined,
): Promise<readonly WhyRetry[]> {
  const found: WhyRetry[] = [];
  for (const key of keys) {
    const record = await book.find(key);
    if (record === undefined) continue;
    const rule = await book.ruleOf(key, domain, record);
    const isUltimate = await book.isUltimate(key, domain, record);
    found.push({ key, record, ...(rule !== undefined && { rule }), isUltimate });
  }
  return found;
}
