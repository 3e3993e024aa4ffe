/** ManageSieve up to STARTTLS (RFC 5804 §1.7, §2.2). */
import type { Dialect, DialectState, Turn } from '../types.ts';

export const sieve: Dialect = {
  name: 'sieve',
  delimiter: '\n',
  greeting: (state) => capabilities(state),
  /** The server must repeat its capabilities once TLS is on (RFC 5804 §2.2). */
  greetsAfterTls: true,
  answer(line, state) {
    const verb = line.split(' ', 1)[0]!.toUpperCase();
    if (verb === 'CAPABILITY') return { reply: capabilities(state), next: 'listen' };
    if (verb === 'STARTTLS' && canStart(state)) return { reply: 'OK "Begin TLS"\r\n', next: 'start-tls' };
    if (verb === 'LOGOUT') return { reply: 'OK "bye"\r\n', next: 'close' };
    return say('NO "command unknown"');
  },
};

const canStart = ({ offersStartTls, secured }: DialectState): boolean => offersStartTls && !secured;

function capabilities(state: DialectState): string {
  const lines = ['"IMPLEMENTATION" "mxray lab"', '"VERSION" "1.0"', '"SIEVE" "fileinto"', '"SASL" ""'];
  if (canStart(state)) lines.push('"STARTTLS"');
  return `${lines.join('\r\n')}\r\nOK "ready"\r\n`;
}

const say = (reply: string): Turn => ({ reply: `${reply}\r\n`, next: 'listen' });
