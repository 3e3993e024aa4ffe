/** Messages: any headers, well made or not, before bodies of odd kinds. */
import { chance, type Draw, one, several } from '../../dialogues/random/draw.ts';

const HEADERS = [
  ...[
    'Subject: hello',
    'Subject:',
    'subject: =?utf-8?q?=C3=BC?=',
    'Subject: \xc3\xbc',
    'Subject: folded\r\n\tmore\r\n  and more',
  ],
  ...[
    'From: a@b.example',
    'From: Joe <a@b.example>',
    'From: A <a@b.example>, C <c@b.example>',
    'From: broken@@x',
    'From: ann',
  ],
  ...[
    'From: "J \\"Q\\" B" (c) <a@b.example>',
    'From: \xc3\xbc <a@b.example>',
    'From:',
    'From: a@[10.1.2.3]',
    'from : a@b.example',
  ],
  ...['Sender: a@b.example', 'Sender: Other <o@elsewhere.example>', 'Sender:'],
  ...[
    'To: c@d.example',
    'To: C <C@D.Example>, (x) e@our.example',
    'To: friends: a@b.example, c@d.example;',
    'To: unqualified',
  ],
  ...[
    'To: undisclosed-recipients:;',
    'To: c@d.example, <bad',
    'Cc: x+y@b.example,\r\n\tz@b.example',
    'Bcc: secret@d.example',
    'Bcc:',
  ],
  ...['Reply-To: a@b.example', 'Return-Path: <x@y.example>', 'Envelope-To: c@d.example', 'Delivery-Date: x'],
  ...[
    'Date: Thu, 26 Nov 2026 10:00:00 +0000',
    'Date:',
    'Date: nonsense',
    'Message-ID: <a.b@b.example>',
    'Message-Id: no brackets',
  ],
  ...[
    'Resent-From: a@b.example',
    'Resent-To: c@d.example',
    'Resent-Message-ID: <r@b.example>',
    'Resent-Date: x',
    'Resent-Sender: q@b.example',
  ],
  ...[
    'Received: from x by y; Thu, 26 Nov 2026 10:00:00 +0000',
    'X-1: y',
    'X-1: z',
    `X-Long: ${'w'.repeat(150)}`,
    'MIME-Version: 1.0',
  ],
  ...[
    'Content-Type: text/plain; charset=utf-8',
    'X-8bit: \xe9\xff',
    'X-Tab:\tvalue\t',
    'X-Empty:  ',
    'Mail-Followup-To: a@b.example',
  ],
  ...[
    'List-Id: <l.example>',
    'Auto-Submitted: auto-replied',
    'Errors-To: e@b.example',
    '>From a@b',
    'From a@b Thu Nov 26 2026',
  ],
];
const ODD = ['no header here', 'X Y: z', ': nameless', ' continuation of nothing', 'X-\x01: y', 'X-\xc3\xa9: y'];
const BODIES = [
  ...[
    '',
    'x',
    'body\r\n',
    '..dot',
    '..',
    'a..b',
    '\xfcber',
    'tail  ',
    'x'.repeat(200),
    'x'.repeat(1100),
    'From here on',
    '\t',
    '\x7f\x80',
  ],
  ...['-- \r\nsignature', 'one\r\n\r\n\r\ntwo', ' .', '.. .'],
];

/** Its lines, those that begin with dots already doubled. */
export function message(draw: Draw): readonly string[] {
  const headers = several(draw, 0, 7, () => one(draw, HEADERS));
  if (chance(draw, 0.06)) headers.push(one(draw, ODD));
  const body = chance(draw, 0.92) ? ['', ...several(draw, 0, 4, () => one(draw, BODIES))] : [];
  return [...headers, ...body].flatMap((text) => text.split('\r\n'));
}
