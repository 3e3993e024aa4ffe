/** What is said of the TXT record. */
import { row } from './define.ts';

export const recordFound = row(
  'record.found',
  'ok',
  'The domain says that it has an MTA-STS policy',
  'One TXT record at _mta-sts counts. Senders keep a policy until its max_age is over and fetch it again when the id has changed.',
  ['RFC 8461 §3.1'],
);
export const recordNone = row(
  'record.none',
  'info',
  'The domain has no MTA-STS policy',
  'There is no record at _mta-sts, so senders look for no policy. Whoever stands between a sender and the domain can keep mail ' +
    'from being encrypted, unless DANE protects it. A policy that a sender has kept from before applies until its max_age is over.',
  ['RFC 8461 §3.1', 'RFC 8461 §5.1'],
  'Publish a policy in testing mode, then the record.',
);
export const recordMissing = row(
  'record.missing',
  'warn',
  'A policy is served, and no record says so',
  'Without a record at _mta-sts no sender asks for the policy.',
  ['RFC 8461 §3.1'],
  'Publish the record.',
);
export const recordSeveral = row(
  'record.several',
  'error',
  'Several records count, which is as none',
  'Senders that find more than one record that begins with "v=STSv1;" take the domain for one without a policy.',
  ['RFC 8461 §3.1'],
  'Take all but one away.',
);
export const recordInvalid = row(
  'record.invalid',
  'error',
  'The record is not written as it must be, and counts as none',
  'It needs the version, then an id of 1 to 32 letters and digits, each behind a semicolon: v=STSv1; id=20261125;',
  ['RFC 8461 §3.1'],
  'Publish the record as shown at the end of the report.',
);
export const recordIgnored = row(
  'record.ignored',
  'warn',
  'A record that looks like MTA-STS does not count',
  'Records are passed over unless they begin with "v=STSv1;", in these very letters, with nothing before.',
  ['RFC 8461 §3.1'],
  'Write v=STSv1; at its beginning, or take it away.',
);
export const recordOdd = row(
  'record.odd',
  'warn',
  'The record can be read, and some senders may not',
  'Blanks before the first semicolon, or an id that is there twice, are read in more than one way.',
  ['RFC 8461 §3.1', 'RFC 8461 §3.2'],
  'Publish the record as shown at the end of the report.',
);
export const recordExtension = row(
  'record.extension',
  'info',
  'The record has fields that senders pass over',
  'Only the id is defined. A field in other letters, as ID, is another field.',
  ['RFC 8461 §3.2'],
);
export const recordAlias = row(
  'record.alias',
  'info',
  'The record is behind an alias',
  'Senders follow a CNAME at _mta-sts, so that a provider can change the id for all its customers.',
  ['RFC 8461 §3.1', 'RFC 8461 §8.2'],
);
export const recordBogus = row(
  'record.bogus',
  'error',
  'The record fails DNSSEC validation',
  'Resolvers that validate give senders no answer, and senders without a policy go on as if there was none.',
  ['RFC 8461 §3.1', 'RFC 4035 §5.5'],
  'Mend the signatures of the zone; mxray dnssec trace shows where the chain breaks.',
);
export const recordFailed = row(
  'record.lookup-failed',
  'unknown',
  'The record could not be looked up',
  'No answer came, so nobody can say whether the domain has a policy. Senders go on with one that they have kept.',
  ['RFC 8461 §3.1', 'RFC 8461 §5.1'],
);
export const recordChangeId = row(
  'record.change-id',
  'info',
  'A changed policy needs a changed id',
  'Senders fetch a policy again when the id in the record is another. Publish the policy first and the record after it.',
  ['RFC 8461 §3.1', 'RFC 8461 §8.1'],
);

export const recordFindings = [
  recordFound,
  recordNone,
  recordMissing,
  recordSeveral,
  recordInvalid,
  recordIgnored,
  recordOdd,
  recordExtension,
  recordAlias,
  recordBogus,
  recordFailed,
  recordChangeId,
];
