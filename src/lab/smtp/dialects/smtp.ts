/** SMTP as far as a probe goes, and a little on: it takes mail and throws it away (RFC 5321, RFC 3207). */
import type { Dialect, DialectState, Turn } from '../types.ts';

export const smtp: Dialect = {
  name: 'smtp',
  delimiter: '\n',
  greeting: ({ host }) => `220 ${host} ESMTP mxray lab\r\n`,
  greetsAfterTls: false,
  answer(line, state) {
    const verb = line.split(' ', 1)[0]!.toUpperCase();
    const answer = VERBS[verb];
    return answer === undefined ? say('500 5.5.1 Command unknown') : answer(state);
  },
};

const VERBS: Readonly<Record<string, (state: DialectState) => Turn>> = {
  HELO: ({ host }) => say(`250 ${host}`),
  EHLO: (state) => say(multiline([state.host, ...extensions(state)])),
  STARTTLS: (state) =>
    state.offersStartTls && !state.secured
      ? { reply: '220 2.0.0 Go ahead\r\n', next: 'start-tls' }
      : say('503 5.5.1 STARTTLS not available'),
  NOOP: () => say('250 2.0.0 Ok'),
  RSET: () => say('250 2.0.0 Ok'),
  MAIL: () => say('250 2.1.0 Ok'),
  RCPT: () => say('250 2.1.5 Ok'),
  DATA: () => say('451 4.3.0 The lab keeps no mail'),
  QUIT: () => ({ reply: '221 2.0.0 Bye\r\n', next: 'close' }),
};

/** STARTTLS is not offered again inside TLS (RFC 3207 §4.2). */
function extensions({ offersStartTls, secured }: DialectState): string[] {
  return ['PIPELINING', '8BITMIME', ...(offersStartTls && !secured ? ['STARTTLS'] : []), 'ENHANCEDSTATUSCODES'];
}

function multiline(lines: readonly string[]): string {
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

const say = (reply: string): Turn => ({ reply: `${reply}\r\n`, next: 'listen' });
