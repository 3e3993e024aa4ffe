/** Header insertions and message variables over a mail. */
import { expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost, readMessageText } from '../../../src/mta/host/index.ts';

const MAIL =
  'Received: one\r\nReceived: two:2\r\nTo: ann@a.example\r\nTo: bob@b.example\r\n' +
  'Subject:  =?iso-8859-1?Q?caf=E9?=\r\n =?utf-8?B?w6k=?= x\r\nX-Empty:\r\n\r\nline one\r\nline two\r\n';

const host = createHost({ message: readMessageText(MAIL) });

it.each([
  ['$h_subject:', 'caf\xc3\xa9\xc3\xa9 x'],
  ['$bh_subject:', 'caf\xe9\xc3\xa9 x'],
  ['$rh_subject:', '  =?iso-8859-1?Q?caf=E9?=\n =?utf-8?B?w6k=?= x\n'],
  ['$h_to:', 'ann@a.example,\nbob@b.example'],
  ['$h_received:', 'one\ntwo:2'],
  ['$lh_received:', ' one: two::2'],
  ['$h_nosuch:', ''],
  ['${if def:h_x-empty:{there}{not}}', 'there'],
  ['${if def:h_nosuch:{there}{not}}', 'not'],
  ['$message_body', 'line one line two '],
  ['$message_body_size $body_linecount $received_count', '18 2 2'],
  ['${expand:$h_to:}', undefined],
])('%s', async (text, expected) => {
  const outcome = await expand(parseExpansion(text), host);
  expect(outcome.kind === 'text' ? outcome.text : undefined).toBe(expected);
});
