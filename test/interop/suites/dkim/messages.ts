/** Messages that canonicalization has something to do with, CRLF line ends, ASCII or UTF-8 in latin1 (one character an octet). */

const header = (...more: readonly string[]): string =>
  [
    'From: Joe SixPack <joe@example.org>',
    'To: Suzie <suzie@example.net>',
    'Subject:  Is   dinner\r\n\t ready?',
    'Date: Mon, 01 Jun 2026 12:00:00 +0000',
    'Message-ID: <1@example.org>',
    ...more,
    '',
    '',
  ].join('\r\n');

export const MESSAGES: Readonly<Record<string, string>> = {
  plain: `${header()}Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n`,
  spaces: `${header()} leading\r\ntrailing \t \r\n\ta \t b  c\r\n \t \r\nend\r\n`,
  'empty-lines': `${header()}\r\n\r\ntext\r\n\r\n\r\n\r\n`,
  'no-body': header(),
  'only-empty-lines': `${header()}\r\n\r\n\r\n`,
  dots: `${header()}.\r\n..\r\n.a\r\n`,
  'long-line': `${header()}${'word '.repeat(150)}\r\n${'x'.repeat(900)}\r\n`,
  utf8: `${header('X-Name: caf\xc3\xa9')}caf\xc3\xa9 \xe2\x82\xac\r\n`,
  folded: `${header('References: <a@b>\r\n <c@d>\r\n\t<e@f>', 'Cc: a@example.net,\r\n  b@example.net')}Here is a body, which is of some length.\r\n`,
  repeated: `${header('To: other@example.net', 'Subject: another')}x\r\n`,
};

/** A field that tells cases apart, below what is signed by default. */
export const withCase = (message: string, id: string): string => `X-Case: ${id}\r\n${message}`;
