import { after, expand, type Later, parseExpansion } from '../expand/index.ts';
import type { VerifyParty } from './types.ts';

/** An option of a transport, expanded for the party. */
export const expandFor = (text: string, { host }: VerifyParty): Later<string | undefined> =>
  text.includes('$')
    ? after(expand(parseExpansion(text), host), (outcome) => (outcome.kind === 'text' ? outcome.text : undefined))
    : text;
