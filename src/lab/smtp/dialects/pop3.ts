/** POP3 up to STLS (RFC 1939, RFC 2595 §4, RFC 2449 for CAPA). */
import type { Dialect, DialectState, Turn } from '../types.ts';

export const pop3: Dialect = {
  name: 'pop3',
  delimiter: '\n',
  greeting: () => '+OK mxray lab\r\n',
  greetsAfterTls: false,
  answer(line, state) {
    const verb = line.split(' ', 1)[0]!.toUpperCase();
    if (verb === 'CAPA') return say(`+OK\r\nUIDL\r\n${canStart(state) ? 'STLS\r\n' : ''}.`);
    if (verb === 'STLS' && canStart(state)) return { reply: '+OK Begin TLS\r\n', next: 'start-tls' };
    if (verb === 'QUIT') return { reply: '+OK bye\r\n', next: 'close' };
    return say('-ERR command unknown');
  },
};

const canStart = ({ offersStartTls, secured }: DialectState): boolean => offersStartTls && !secured;

const say = (reply: string): Turn => ({ reply: `${reply}\r\n`, next: 'listen' });
