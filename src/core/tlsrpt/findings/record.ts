/** What is said of the record. */
import { row } from './define.ts';

const RECORD = ['RFC 8460 §3'];

export const recordFound = row(
  'record.found',
  'ok',
  'The domain asks for reports on TLS',
  'Senders that take part report each day what came to TLS and what failed.',
  RECORD,
);
export const recordNone = row(
  'record.none',
  'info',
  'The domain asks for no reports on TLS',
  'Without them nobody tells when senders cannot reach its hosts by TLS, which matters most with MTA-STS or DANE.',
  RECORD,
  'Publish _smtp._tls TXT "v=TLSRPTv1; rua=mailto:…".',
);
export const recordSeveral = row(
  'record.several',
  'error',
  'Several records count, which is as none',
  'Senders that find more than one record that begins with "v=TLSRPTv1;" send no reports.',
  RECORD,
  'Put the addresses into one record, behind commas.',
);
export const recordInvalid = row(
  'record.invalid',
  'error',
  'The record is not written as it must be',
  'It needs the version and a rua with at least one address that reports can go to, each behind a semicolon.',
  RECORD,
  'Publish v=TLSRPTv1; rua=mailto:tls-reports@ and the domain.',
);
export const recordOdd = row(
  'record.odd',
  'warn',
  'The record can be read, and not all of it counts',
  'Addresses that senders cannot use are passed over, as are a second rua and blanks where none should be.',
  RECORD,
);
export const recordIgnored = row(
  'record.ignored',
  'warn',
  'A record that looks like TLSRPT does not count',
  'Records are passed over unless they begin with "v=TLSRPTv1;", in these very letters, with nothing before.',
  RECORD,
);
export const recordExtension = row(
  'record.extension',
  'info',
  'The record has fields that senders pass over',
  'Only rua is defined.',
  RECORD,
);
export const recordExternal = row(
  'record.external',
  'info',
  'Reports go to another domain',
  'Unlike DMARC, TLSRPT asks for no leave of whoever receives them. Mail with reports is signed by DKIM for the sender’s domain.',
  ['RFC 8460 §3', 'RFC 8460 §5.3'],
);
export const recordOwnHost = row(
  'record.by-mail',
  'info',
  'Reports come by mail to the domain they are about',
  'Where its hosts fail for all senders the reports do not get through; senders then deliver them without TLS, or an https address does.',
  ['RFC 8460 §5.3', 'RFC 8460 §5.4'],
);
export const recordFailed = row(
  'record.lookup-failed',
  'unknown',
  'The record could not be looked up',
  'No answer came, so nobody can say whether the domain asks for reports.',
  RECORD,
);
export const recordBogus = row(
  'record.bogus',
  'error',
  'The record fails DNSSEC validation',
  'Resolvers that validate give senders no answer, and they send no reports.',
  [...RECORD, 'RFC 4035 §5.5'],
);

export const recordFindings = [
  recordFound,
  recordNone,
  recordSeveral,
  recordInvalid,
  recordOdd,
  recordIgnored,
  recordExtension,
  recordExternal,
  recordOwnHost,
  recordFailed,
  recordBogus,
];
