/** From what is said of a recipient to the kind of bounce. */
import { recipientKind } from '../dsn/index.ts';
import { type Codes, findCodes, findHost } from './codes.ts';
import { findMeaning, LASTING } from './phrases.ts';
import type { BouncedRecipient, BounceKind } from './types.ts';

const MAX_SAID = 1_000;

/**
 * @param said  the words about this recipient
 * @param around  all words, where those about it have no code or host of their own
 */
export function bounced(address: string, said: string, around = ''): BouncedRecipient {
  const own = findCodes(said);
  const codes = own.status === undefined && own.replyCode === undefined ? findCodes(around) : own;
  const remoteHost = findHost(said) ?? findHost(around);
  const text = said.replace(/\s+/g, ' ').trim().slice(0, MAX_SAID);
  return {
    address,
    kind: failureKind(codes, said) ?? failureKind(codes, around) ?? 'hard',
    action: 'failed',
    ...codes,
    ...(codes.status !== undefined && { enhancedCode: codes.status }),
    ...(remoteHost !== undefined && { remoteHost }),
    ...(text !== '' && { text }),
  };
}

/** A delay whatever its codes: it is still being tried. */
export const delayed = (one: BouncedRecipient): BouncedRecipient => ({ ...one, kind: 'delayed', action: 'delayed' });

/** What was missing room is soft, whatever the code; else the code decides, then the words. */
function failureKind({ status, replyCode }: Codes, text: string): BounceKind | undefined {
  const meaning = findMeaning(text);
  if (meaning === 'full') return 'soft';
  if (status !== undefined) {
    const kind = recipientKind({ address: '', action: 'failed', status, extensions: [] });
    return kind === 'soft' ? 'soft' : 'hard';
  }
  if (replyCode !== undefined) return replyCode < 500 ? 'soft' : 'hard';
  if (meaning === undefined) return undefined;
  return LASTING.includes(meaning) ? 'hard' : 'soft';
}

/** How sure: a code is said by a server, words may mean anything, and without either only the failure is known. */
export function confidenceOf(recipients: readonly BouncedRecipient[]): number {
  if (recipients.length === 0) return 0.4;
  const worst = recipients.map(({ status, replyCode, text = '' }) =>
    status !== undefined ? 0.9 : replyCode !== undefined ? 0.85 : findMeaning(text) !== undefined ? 0.8 : 0.6,
  );
  return Math.min(...worst);
}
