/** SMTP: STARTTLS (RFC 3207), by the session of core/smtp. */

import type { SessionInput } from '../../net/index.ts';
import {
  formatReply,
  type Reply,
  type StartTlsOutcome,
  type StartTlsState,
  startTlsSession,
} from '../../smtp/index.ts';
import type { ClearOutcome, StartTlsRow } from './types.ts';

export const smtp: StartTlsRow = {
  protocol: 'smtp',
  port: 25,
  spec: 'RFC 3207',
  harmless: 'NOOP\r\n',
  session({ ehlo, trailer }) {
    const session = startTlsSession(ehlo, trailer);
    return {
      start: session.start,
      step(state, input: SessionInput) {
        const next = session.step(state as StartTlsState, input);
        const effects = next.effects.map((effect) =>
          effect.kind === 'done' ? { ...effect, outcome: inProbeWords(effect.outcome) } : effect,
        );
        return { state: next.state, effects };
      },
    };
  },
};

function inProbeWords(outcome: StartTlsOutcome): ClearOutcome {
  switch (outcome.kind) {
    case 'ready':
      return { kind: 'ready', greeting: formatReply(outcome.greeting), capabilities: keywords(outcome.capabilities) };
    case 'not-offered':
      return {
        kind: 'no-starttls',
        greeting: formatReply(outcome.greeting),
        capabilities: keywords(outcome.capabilities),
      };
    case 'refused': {
      const kind = outcome.stage === 'starttls' ? 'starttls-refused' : 'greeting-refused';
      return { kind, reply: formatReply(outcome.reply), temporary: outcome.temporary };
    }
    case 'closed':
      return { kind: 'protocol-error', stage: outcome.stage, detail: 'the server closed the connection' };
    case 'timeout':
    case 'protocol-error':
      return outcome;
  }
}

const keywords = (reply: Reply | undefined): readonly string[] => reply?.lines.slice(1) ?? [];
