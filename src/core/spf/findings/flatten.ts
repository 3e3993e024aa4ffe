/** What flattening and searching a policy can say. */
import { findingRows } from '../../../base/index.ts';

const row = findingRows('spf');

export const done = row(
  'flatten.done',
  'ok',
  'The policy is flattened',
  'The records say of every sender what the old one says now. They hold still: when a provider changes its addresses, they must be made again.',
  ['RFC 7208 §4.6.4'],
  'Publish the records, the parts first, and make them again every day.',
);
export const tooMany = row(
  'flatten.too-many',
  'error',
  'More than ten look-ups are left',
  'What could not be flattened, with the records that the addresses had to be split into, costs more than a check may.',
  ['RFC 7208 §4.6.4'],
  'Take terms out, or send from subdomains with records of their own.',
);
export const tooLong = row(
  'flatten.too-long',
  'warn',
  'A flattened record is longer than 450 octets',
  'What has to stay in one record is too long for answers of 512 octets.',
  ['RFC 7208 §3.4'],
  'Take terms out.',
);
export const kept = row(
  'flatten.kept',
  'info',
  'A term stays as it is',
  'What hangs on the client, by a macro, ptr or exists, or on another domain’s own words, cannot be put into addresses.',
  ['RFC 7208 §7'],
);
export const failed = row(
  'flatten.not-asked',
  'unknown',
  'A term stays since it could not be looked up',
  'DNS failed, so that its addresses are not known.',
  ['RFC 7208 §5'],
  'Try again.',
);
export const nothing = row(
  'flatten.nothing',
  'error',
  'There is no record to flatten',
  'The domain publishes no SPF record.',
  ['RFC 7208 §4.5'],
);
export const authorised = row(
  'which.authorised',
  'ok',
  'The domain lets the address pass',
  'A check of the address for the domain comes to pass, by the terms named.',
  ['RFC 7208 §2.6'],
);
export const notAuthorised = row(
  'which.not-authorised',
  'info',
  'The domain does not let the address pass',
  'A check of the address for the domain comes to another result.',
  ['RFC 7208 §2.6'],
);
export const nowhere = row(
  'which.nowhere',
  'error',
  'None of the domains lets the address pass',
  'The address may send for none of the domains that were given.',
  ['RFC 7208 §2.6'],
  'Add the address to the record of the domain it sends for.',
);
export const undecided = row(
  'which.undecided',
  'unknown',
  'It is not known whether the domain lets the address pass',
  'DNS failed on the way.',
  ['RFC 7208 §5'],
  'Try again.',
);

export const flattenFindings = [
  done,
  tooMany,
  tooLong,
  kept,
  failed,
  nothing,
  authorised,
  notAuthorised,
  nowhere,
  undecided,
];
