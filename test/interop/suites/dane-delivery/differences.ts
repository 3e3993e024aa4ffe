/**
 * Cells of the matrix in which others are known to do something else than `serve`, and why.
 *
 * `serve` follows Exim as it is with OpenSSL, whose matching is that of RFC 7671; Debian's Exim has GnuTLS.
 */
import type { DaneCase } from '../dane/cases.ts';
import type { Fate, Wish } from './senders.ts';

export type Sender = 'exim' | 'postfix';

export interface Difference {
  readonly fate: Fate;
  readonly because: string;
}

export function differenceOf(sender: Sender, one: DaneCase, wish: Wish): Difference | undefined {
  return sender === 'postfix' ? ofPostfix(one, wish) : ofGnuTls(one);
}

/** RFC 7672 §2.2 has it as Postfix does; `dane check` gives the RFC's verdict. */
function ofPostfix({ expect }: DaneCase, wish: Wish): Difference | undefined {
  if (expect === 'encrypt' && wish === 'try')
    return {
      fate: 'tls',
      because: 'of the records none is usable: RFC 7672 §2.2 sends over TLS unauthenticated, Exim puts off',
    };
  if (expect === 'opportunistic' && wish === 'require')
    return { fate: 'defer', because: 'no records where DANE is required: Postfix keeps the message, Exim returns it' };
  return undefined;
}

const NOT_IN_CHAIN = 'GnuTLS takes no trust anchor out of DNS that the server has not sent (RFC 7671 §5.2.2)';
const NOT_USABLE: Difference = {
  fate: 'tls',
  because: 'of the records none is usable: Exim with GnuTLS goes on without DANE, with OpenSSL it puts off',
};

function ofGnuTls({ name, expect }: DaneCase): Difference | undefined {
  const known = GNUTLS[name];
  // What looks usable and cannot be read fails with both libraries.
  if (known === undefined && expect === 'encrypt' && !name.startsWith('garbled')) return NOT_USABLE;
  return known;
}

const GNUTLS: Readonly<Record<string, Difference>> = {
  'root-whole-in-dns': { fate: 'defer', because: NOT_IN_CHAIN },
  'root-key-in-dns': { fate: 'defer', because: NOT_IN_CHAIN },
  'intermediate-whole-in-dns': { fate: 'defer', because: NOT_IN_CHAIN },
  'intermediate-key-in-dns': { fate: 'defer', because: NOT_IN_CHAIN },
  'expired-anchor': { fate: 'defer', because: 'GnuTLS looks at the dates of an anchor that is no root' },
  'expired-root-anchor': { fate: 'dane', because: 'GnuTLS does not look at the dates of a root' },
  'agility-512-stale': { fate: 'dane', because: 'GnuTLS knows no digest agility (RFC 7671 §9)' },
};
