/** What is said of the fields of a message. */
import { findingRows } from '../../../base/index.ts';

const row = findingRows('authres');

export const none = row(
  'none',
  'info',
  'The message has no Authentication-Results field',
  'No service on its way left word of what it checked, or the word was taken away at a border.',
  ['RFC 8601 §5'],
);

export const readable = row(
  'readable',
  'ok',
  'The fields can be read',
  'Every Authentication-Results field keeps the grammar.',
  ['RFC 8601 §2.2'],
);

export const lenient = row(
  'lenient',
  'info',
  'A field goes beyond the grammar',
  'It can be understood all the same, but not every reader will understand it the same way: what stands without quotes, without an authserv-id or in another order may be lost on others.',
  ['RFC 8601 §2.2'],
  'Write values with other characters than those of a token in quotes, and the authserv-id first.',
);

export const unreadable = row(
  'unreadable',
  'warn',
  'A field cannot be read',
  'It keeps so little of the grammar that it says nothing; a reader must not guess at it.',
  ['RFC 8601 §2.2', 'RFC 8601 §4.1'],
  'Look at what wrote it.',
);

export const version = row(
  'version',
  'warn',
  'A field is of an unknown version',
  'There is version 1. What another version means is not known, so its results count for nothing here.',
  ['RFC 8601 §2.6'],
);

export const untrusted = row(
  'untrusted',
  'warn',
  'A field under a trusted name stands where anybody could have put it',
  'It has the authserv-id of the service that is believed, and it stands below a Received field under that service’s own: it came with the message. A border must take such fields away.',
  ['RFC 8601 §5', 'RFC 8601 §7.1'],
  'Let the border remove Authentication-Results fields with your own authserv-id from mail that comes in.',
);

export const absent = row(
  'absent',
  'warn',
  'The trusted service left no word',
  'No field of the message has the authserv-id that is believed.',
  ['RFC 8601 §5'],
  'See the authserv-ids that are there, and give the one your servers write.',
);

export const authresFindings = [none, readable, lenient, unreadable, version, untrusted, absent];
