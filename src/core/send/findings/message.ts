/** What is to be said of the message itself. */
import type { FindingDef } from '../../../base/index.ts';
import { row } from './define.ts';

export const lineEnds = row(
  'line-ends',
  'info',
  'Line ends were made CRLF',
  'On the wire a line ends with CR and LF, and files on Unix end theirs with LF. Each bare LF of the message became CRLF, ' +
    'once, and nothing else was changed.',
  ['RFC 5321 §2.3.8'],
);

export const bareCr = row(
  'bare-cr',
  'warn',
  'CRs that stood alone were made CRLF',
  'A CR without LF is no line end in mail, and some servers take it for one: what follows it may then be read as a command ' +
    '(SMTP smuggling). It never goes out as it is; each became a line end.',
  ['RFC 5321 §2.3.8'],
  'mend the program that wrote the message, or give --line-ends refuse to have such messages refused',
);

export const eightBit = row(
  'eight-bit',
  'warn',
  'Octets beyond ASCII were sent to a server that does not offer 8BITMIME',
  'The message has octets beyond ASCII, and the server did not say that it takes them. They were sent as they are; what ' +
    'becomes of them is the business of the server.',
  ['RFC 6152 §3'],
);

export const utf8Header = row(
  'utf8-header',
  'warn',
  'The header has characters beyond ASCII and SMTPUTF8 was not asked for',
  'A header section beyond ASCII is for transactions with SMTPUTF8; elsewhere such characters are to be encoded words. It was ' +
    'sent as it is.',
  ['RFC 6532 §3', 'RFC 6531 §3.4'],
  'give --smtputf8, or encode the fields (RFC 2047)',
);

export const longLines = row(
  'long-lines',
  'warn',
  'Lines are longer than mail may have them',
  'A line of a message has at most 998 octets before its CRLF. Servers cut, fold or refuse longer ones, which breaks signatures.',
  ['RFC 5322 §2.1.1'],
);

export const dsnMissing = row(
  'dsn-missing',
  'warn',
  'Delivery reports were asked for and the server does not offer DSN',
  'NOTIFY, RET, ENVID and ORCPT were left out, since the server would refuse them. No report can be counted on.',
  ['RFC 3461 §5.2.2'],
);

export const messageFindings: readonly FindingDef[] = [lineEnds, bareCr, eightBit, utf8Header, longLines, dsnMissing];
