/** What is said beside the results. */
import { row } from './define.ts';

export const none = row('none', 'info', 'The message has no DKIM signature', 'No domain takes responsibility for it.', [
  'RFC 8601 §2.7.1',
]);

export const severalFroms = row(
  'several-from',
  'warn',
  'The message has several From fields',
  'A message has one. Signatures cover the lowest ones, and a reader may be shown another: a way to put a false author on a ' +
    'message that was signed.',
  ['RFC 5322 §3.6', 'RFC 6376 §8.15'],
  'Refuse such messages; signers name From once more than it is there, so that none can be added.',
);

export const bodyLength = row(
  'body-length',
  'warn',
  'Only the beginning of the body is signed',
  'With l= anybody may add to the body without breaking the signature, and what is added may be all that a reader sees.',
  ['RFC 6376 §3.5', 'RFC 6376 §8.2'],
  'Sign without l=.',
);

export const unsignedTail = row(
  'unsigned-tail',
  'warn',
  'Part of the body is not covered by the signature',
  'The body is longer than l=: what is behind was not signed by the domain.',
  ['RFC 6376 §8.2'],
  'Treat the rest as text of unknown origin.',
);

export const testing = row(
  'testing',
  'info',
  'The domain is only testing DKIM',
  't=y of the key record asks receivers to treat the message as if it were not signed when the signature fails.',
  ['RFC 6376 §3.6.1'],
);

export const severalRecords = row(
  'several-records',
  'warn',
  'Several key records under one name',
  'Which of them is meant is left open, so receivers come to different results.',
  ['RFC 6376 §3.6.2.2'],
  'Leave one TXT record under the selector.',
);

export const shortKey = row(
  'short-key',
  'info',
  'The key is shorter than recommended',
  'RSA keys for DKIM should have at least 2048 bits.',
  ['RFC 8301 §3.2'],
  'Make a key of 2048 bits: mxray dkim keygen.',
);

export const keySecurity = row(
  'key-security',
  'info',
  'What DNSSEC says of the key record',
  'A key that is not secured by DNSSEC can be replaced by whoever can forge answers to the receiver.',
  ['RFC 4033 §5', 'RFC 6376 §8.5'],
);

export const lineEnds = row(
  'line-ends',
  'info',
  'Lines end otherwise than on the wire',
  'Mail has CRLF at the end of lines; a file often has LF, which is read as CRLF here. A bare CR is an octet like another.',
  ['RFC 5322 §2.3', 'RFC 6376 §5.3'],
);

export const keyGood = row(
  'key-good',
  'ok',
  'The key record is in order',
  'Receivers can verify what is signed with the private part of it.',
  ['RFC 6376 §3.6.1'],
);

export const receiversFew = row(
  'ed25519',
  'info',
  'Not every receiver verifies Ed25519',
  'Signatures by such a key are passed over by receivers that only know RSA.',
  ['RFC 8463 §6'],
  'Sign with an RSA key as well, under a selector of its own.',
);

export const oldTags = row(
  'unknown-tags',
  'info',
  'The key record has tags that nobody reads',
  'Unknown tags are passed over. A misspelt one does nothing.',
  ['RFC 6376 §3.6.1'],
);

export const signed = row('signed', 'ok', 'The message is signed', 'The field goes on top of the message.', [
  'RFC 6376 §5.6',
]);

export const generated = row(
  'generated',
  'ok',
  'A key was made',
  'Publish the record, and sign with the key once it can be looked up everywhere.',
  ['RFC 6376 §3.6.1', 'RFC 8301 §3.2'],
);

export const remarks = [
  keyGood,
  receiversFew,
  oldTags,
  signed,
  generated,
  none,
  severalFroms,
  bodyLength,
  unsignedTail,
  testing,
  severalRecords,
  shortKey,
  keySecurity,
  lineEnds,
];
