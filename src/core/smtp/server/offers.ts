/** The lines of a reply to EHLO, a row each, in Exim's order. To add an extension: a field of Offers, a row here. */
import type { Offers } from './client.ts';
import type { ServerState } from './state.ts';

type Row = (offers: Offers, state: ServerState) => string | false | undefined;

const ROWS: readonly Row[] = [
  ({ size }) => size !== undefined && (size === 0 ? 'SIZE' : `SIZE ${size}`), // RFC 1870 §4
  ({ limits }) => limits !== undefined && formatLimits(limits), // RFC 9422 §4
  ({ eightBitMime }) => eightBitMime === true && '8BITMIME', // RFC 6152
  ({ dsn }) => dsn === true && 'DSN', // RFC 3461
  ({ atrn }) => atrn === true && 'ATRN', // RFC 2645 §6
  ({ etrn }) => etrn === true && 'ETRN', // RFC 1985
  ({ vrfy }) => vrfy === true && 'VRFY',
  ({ expn }) => expn === true && 'EXPN',
  ({ pipelining }) => pipelining === true && 'PIPELINING', // RFC 2920
  ({ pipeConnect }) => pipeConnect === true && 'PIPECONNECT',
  ({ auth }, { identity }) =>
    auth !== undefined && auth.length > 0 && identity === undefined && `AUTH ${auth.join(' ')}`,
  ({ chunking }) => chunking === true && 'CHUNKING', // RFC 3030
  ({ chunking, binaryMime }) => chunking === true && binaryMime === true && 'BINARYMIME',
  ({ startTls }, { isSecured }) => startTls === true && !isSecured && 'STARTTLS', // RFC 3207 §4.2
  ({ requireTls }, { isSecured }) => requireTls === true && isSecured && 'REQUIRETLS', // RFC 8689 §2
  ({ xclient = [] }) => xclient.length > 0 && `XCLIENT ${xclient.join(' ')}`,
  ({ prdr }) => prdr === true && 'PRDR',
  ({ smtpUtf8 }) => smtpUtf8 === true && 'SMTPUTF8', // RFC 6531
  ({ wellknown }) => wellknown === true && 'WELLKNOWN',
  ({ help }) => help === true && 'HELP',
];

export const offeredLines = (state: ServerState): readonly string[] =>
  ROWS.map((row) => row(state.offers, state)).filter((line) => typeof line === 'string');

function formatLimits({ mailMax, rcptMax, rcptDomainMax }: NonNullable<Offers['limits']>): string {
  const parts = [
    mailMax !== undefined && `MAILMAX=${mailMax}`,
    rcptMax !== undefined && `RCPTMAX=${rcptMax}`,
    rcptDomainMax !== undefined && `RCPTDOMAINMAX=${rcptDomainMax}`,
  ];
  return ['LIMITS', ...parts.filter((part) => part !== false)].join(' ');
}
