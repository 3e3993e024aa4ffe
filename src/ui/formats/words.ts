/** Words that several formats use for the same things. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';

/** `dane check example.org`. */
export const titleOf = (outcome: Outcome): string =>
  isError(outcome) ? 'mxray' : [outcome.command, outcome.target].filter((word) => word !== undefined).join(' ');

/** `mx1.example.org 192.0.2.1 ecdsa`: the scope from wide to narrow, without the target itself. */
export function scopeOf({ scope }: Finding): string {
  const { domain, mx, host, ip, port, keyType, zone, file } = scope;
  const parts = [domain, zone, mx, host, ip, port === undefined ? undefined : `port ${port}`, keyType, file];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** Title and detail as one sentence. */
export const sentenceOf = ({ title, detail }: Finding): string =>
  detail === undefined ? title : `${title}: ${detail}`;
