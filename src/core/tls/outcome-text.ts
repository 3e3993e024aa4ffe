/** What a probe came to, as the rest of a sentence about the server. */
import type { ProbeOutcome } from './types.ts';

/** The stage of probes that were broken off, or never begun, by us. */
export const GIVEN_UP = 'given up on request';

export function outcomeText(outcome: ProbeOutcome): string {
  switch (outcome.kind) {
    case 'no-starttls':
      return `it greets with ${outcome.greeting} and offers no STARTTLS`;
    case 'starttls-refused':
    case 'greeting-refused':
      return `it says ${outcome.reply}`;
    case 'no-such-key':
    case 'tls-failed':
    case 'unreachable':
      return outcome.error.message;
    case 'protocol-error':
      return `${outcome.stage}: ${outcome.detail}`;
    case 'timeout':
      return outcome.stage === GIVEN_UP
        ? 'it was broken off: the time for the whole check ran out'
        : `${outcome.stage}: nothing within ${outcome.afterMs / 1000} s`;
    case 'tls':
      return `${outcome.protocol} ${outcome.cipher}`;
  }
}
