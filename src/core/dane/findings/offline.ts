/** What is said of a record to be made, and of a change of keys. */
import { row } from './define.ts';

export const generated = row(
  'generate.record',
  'ok',
  'The record to publish',
  'Made from the key or certificate given.',
  ['RFC 6698 §2.1'],
);
export const generatedUnusable = row(
  'generate.pkix',
  'warn',
  'Usages 0 and 1 do not count for SMTP',
  'A sender that follows RFC 7672 ignores them.',
  ['RFC 7672 §3.1.3'],
  'Use usage 3, or 2.',
);
export const rolloverSafe = row(
  'rollover.safe',
  'ok',
  'The new key can be used now',
  'Its record is published, and every cached set without it has run out.',
  ['RFC 7671 §8.1'],
);
export const rolloverNotPublished = row(
  'rollover.not-published',
  'error',
  'The new key’s record is not published: do not switch',
  'The day the server shows the new key, senders refuse it.',
  ['RFC 7671 §8.1'],
  'Publish the record beside the present one.',
);
export const rolloverTooEarly = row(
  'rollover.too-early',
  'error',
  'Caches may still hold the records without the new key: do not switch yet',
  'A record set is good for its TTL after the moment it was last fetched, and secondaries may be late: two TTLs are to pass.',
  ['RFC 7671 §8.1'],
  'Wait, and run this again.',
);
export const rolloverNoDate = row(
  'rollover.no-date',
  'error',
  'When the record was published is not known: do not switch yet',
  'From now on two TTLs are enough to wait.',
  ['RFC 7671 §8.1'],
  'Say when with --published-at.',
);
export const rolloverPresentUncovered = row(
  'rollover.present-uncovered',
  'error',
  'The present key has no record any more',
  'Senders refuse the server as it is now.',
  ['RFC 7671 §8.1'],
  'Publish the present key’s record again until the switch is done.',
);
export const rolloverInsecure = row(
  'rollover.insecure',
  'warn',
  'The published records are not secure, so no sender looks at them',
  'The change does no harm, and the records do no good.',
  ['RFC 7672 §2.1.1'],
  'Sign the zone.',
);
export const rolloverCombination = row(
  'rollover.combination',
  'warn',
  'A combination of usage, selector and matching type does not cover both keys by itself',
  'A sender may know this combination alone. Each is to have records for the present and for the next key as long as it is published.',
  ['RFC 7671 §8.4'],
  'Publish the missing record of this combination, or take the combination out of DNS.',
);
export const rolloverDone = row(
  'rollover.done',
  'info',
  'The new key is in use: the old record can go',
  'Nothing needs the old key’s record any more.',
  ['RFC 7671 §8.1'],
  'Take the old record out of DNS.',
);

export const offlineFindings = [
  generated,
  generatedUnusable,
  rolloverSafe,
  rolloverNotPublished,
  rolloverTooEarly,
  rolloverNoDate,
  rolloverPresentUncovered,
  rolloverInsecure,
  rolloverCombination,
  rolloverDone,
];
