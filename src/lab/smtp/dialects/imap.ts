/** IMAP up to STARTTLS and LOGOUT (RFC 9051 §6.1, §6.2.1). */
import type { Dialect, DialectState, Turn } from '../types.ts';

export const imap: Dialect = {
  name: 'imap',
  delimiter: '\n',
  greeting: (state) => `* OK [CAPABILITY ${capabilities(state)}] mxray lab\r\n`,
  greetsAfterTls: false,
  answer(line, state) {
    const [tag = '*', verb = ''] = line.split(' ');
    return answerTo(tag, verb.toUpperCase(), state);
  },
};

function answerTo(tag: string, verb: string, state: DialectState): Turn {
  if (verb === 'CAPABILITY') return say(`* CAPABILITY ${capabilities(state)}\r\n${tag} OK done`);
  if (verb === 'NOOP') return say(`${tag} OK done`);
  if (verb === 'LOGOUT') return { reply: `* BYE\r\n${tag} OK bye\r\n`, next: 'close' };
  if (verb === 'STARTTLS' && state.offersStartTls && !state.secured) {
    return { reply: `${tag} OK Begin TLS\r\n`, next: 'start-tls' };
  }
  return say(`${tag} BAD command unknown`);
}

/** LOGINDISABLED until TLS is on (RFC 9051 §6.2.3). */
function capabilities({ offersStartTls, secured }: DialectState): string {
  return `IMAP4rev2 ${offersStartTls && !secured ? 'STARTTLS ' : ''}${secured ? 'AUTH=PLAIN' : 'LOGINDISABLED'}`;
}

const say = (reply: string): Turn => ({ reply: `${reply}\r\n`, next: 'listen' });
