/** Where serve says something else than a live Exim 4.96, and why. They count as differences. */
import { KNOWN as OF_BOTH } from '../dialogues/known.ts';

const CONTROLS = 'control characters are written as escapes, so that no terminal obeys what a client has said';

export const KNOWN: Readonly<Record<string, string>> = {
  ...OF_BOTH,
  ...ofTls,
  'doors, proxy: ports that are none': 'a port beyond 65535 makes a wrong header; Exim takes the address before it',
  'connections, chunks, odd: QUIT between':
    'a message whose last chunk did not come is none (RFC 3030 §2); Exim takes what there is',
  'connections, proxies: families mixed': 'an address of another family than the header says is refused; Exim takes it',
  'connections, proxies: no port': 'a header without its last port is refused; Exim takes the addresses before it',
  'connections, early and odd octets: bare CR in data':
    'the longest line is one between line ends; Exim counts what a bare CR divides as one',
  'records, lines of the log that are odd: HELO': CONTROLS,
  'records, lines of the log that are odd: subjects': CONTROLS,
};
