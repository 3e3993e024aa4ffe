/** Dialogues for Exim and for us, after `EHLO x` unless they begin otherwise. Octets of a BDAT have no line end behind them. */
export const DIALOGUES: readonly (readonly string[])[] = [
  ['HELP', 'EHLO', 'EHLO a_b', 'HELO', 'HELO x', 'MAIL FROM:<a@b>', 'RSET'],
  ['EHLO [192.0.2.7]', 'EHLO [foo]', 'EHLO x y', 'EHLO é', 'NOOP'],
  ['HELO [IPv6:2001:db8::1]', 'MAIL FROM:<a@b> SIZE=3', 'RCPT TO:<a@b>', 'MAIL FROM:<>', 'RCPT TO:<a@b> NOTIFY=NEVER'],
  ['MAIL', 'MAIL FROM', 'MAIL FROM:', 'NOOP'],
  ['MAIL TO:<a@b>', 'MAIL <a@b>', 'MAIL FROM:a', 'NOOP'],
  ['MAIL FROM:<a>', 'MAIL FROM:<a@b', 'MAIL FROM:<@b>', 'NOOP'],
  ['MAIL FROM:<a@>', 'MAIL FROM:<a@@b>', 'MAIL FROM:<a@.b>', 'NOOP'],
  ['MAIL FROM:<a@b..c>', 'MAIL FROM:<a@b.>', 'MAIL FROM:<a@-b>', 'NOOP'],
  ['MAIL FROM:<a@b> FOO=BAR', 'MAIL FROM:<a@b> BODY=9BIT', 'MAIL FROM:<a@b> RET=X', 'NOOP'],
  ['MAIL FROM:<a@b> SIZE=99999999', 'MAIL FROM:<a@b> RET=FULL RET=FULL', 'MAIL FROM:<a@b> ENVID=a ENVID=b', 'NOOP'],
  [
    'MAIL FROM:<a@b>x',
    'MAIL FROM:<a@b> SIZE=1 FOO=1',
    'MAIL FROM:<a@b> BODY=8BITMIME SIZE=10 RET=HDRS ENVID=xyz',
    'RSET',
  ],
  [
    'MAIL FROM:<"a b"@c>',
    'RSET',
    'MAIL FROM:<"a\\"b"@c>',
    'RSET',
    'MAIL FROM:<@x,@y:a@b>',
    'RSET',
    'mail from: <a@b>',
    'rcpt to:  a@b  ',
  ],
  [
    'MAIL FROM:<a+b=c@d.e>',
    'RSET',
    "MAIL FROM:<!#$%&'*/?^_`{|}~@d>",
    'RSET',
    'MAIL FROM:<> BODY=7BIT',
    'RCPT TO:<postmaster>',
  ],
  ['MAIL FROM:<é@b> SMTPUTF8', 'RCPT TO:<ü@b>', 'RSET'],
  ['RCPT TO:<a@b>', 'RCPT TO:<a@b>', 'NOOP'],
  ['RCPT TO:<a@b>', 'DATA', 'BDAT 3'],
  ['MAIL FROM:<>', 'MAIL FROM:<>', 'RCPT', 'RCPT TO:', 'NOOP'],
  ['MAIL FROM:<>', 'RCPT TO:<>', 'RCPT TO:<a>', 'RCPT TO:<a@b', 'RCPT TO:<Postmaster>'],
  ['MAIL FROM:<>', 'RCPT TO:<bad@x>', 'DATA', 'RCPT TO:<bad@x>', 'BDAT 3\r\nabc', 'RCPT TO:<a@b>'],
  ['MAIL FROM:<>', 'RCPT TO:<bad@x>', 'RCPT TO:<bad2@x>', 'DATA', 'NOOP'],
  ['MAIL FROM:<>', 'RCPT TO:<a@b> X=Y', 'RCPT TO:<a@b> NOTIFY=X', 'RCPT TO:<a@b> NOTIFY=NEVER,DELAY', 'NOOP'],
  [
    'MAIL FROM:<>',
    'RCPT TO:<a@b> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x@y',
    'RCPT TO:<a@b> NOTIFY=NEVER NOTIFY=NEVER',
    'NOOP',
  ],
  ['MAIL FROM:<> PRDR', 'RCPT TO:<a@b>', 'RCPT TO:<c@b>', 'EHLO y', 'DATA', 'MAIL FROM:<>'],
  ['MAIL FROM:<> BODY=8BITMIME PRDR', 'RCPT TO:<a@b>', 'RCPT TO:<c@b>', 'DATA\r\nfoo\r\n.', 'QUIT'],
  ['MAIL FROM:<> PRDR', 'RCPT TO:<a@b>', 'DATA\r\nfoo\r\n.', 'QUIT'],
  ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>', 'DATA\r\nSubject: x\r\n\r\n..\r\n.x\r\n.', 'MAIL FROM:<a@b>', 'QUIT'],
  ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>', 'BDAT 3 LAST\r\nabc', 'NOOP', 'QUIT'],
  ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>', 'BDAT 3\r\nabc', 'NOOP', 'BDAT 2 LAST\r\nde', 'QUIT'],
  ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>', 'BDAT 0', 'BDAT 2 LAST\r\nde', 'QUIT'],
  ['MAIL FROM:<a@b>', 'RCPT TO:<a@b>', 'BDAT 3\r\nabc', '', 'QUIT'],
  ['BDAT', 'BDAT x', 'NOOP'],
  ['VRFY', 'NOOP foo', 'RSET', 'NOOP'],
  ['VRFY ann', 'ETRN', 'ETRN #x', 'ETRN x'],
  ['QUIT x', 'RSET x', 'DATA x', 'NOOP'],
  ['XYZZY', '', 'A', 'NOOP'],
  ['X1', 'X2', 'X3', 'X4', 'NOOP'],
  ['MAIL FROM:', 'MAIL FROM:', 'MAIL FROM:', 'MAIL FROM:', 'NOOP'],
  ['MAIL FROM:', 'X1', 'MAIL FROM:', 'DATA x', 'NOOP'],
  [' MAIL FROM:<>', 'MAIL\tFROM:<>', 'NOOP'],
  ['NO\0OP', 'noop', 'NoOp x y z', 'QUIT'],
  ['AUTH', 'AUTH FOO', 'AUTH PLAIN !!', 'NOOP'],
  ['AUTH LOGIN\r\n*', 'AUTH PLAIN AHUAcA==', 'AUTH PLAIN AHUAcA==', 'EHLO x'],
  ['AUTH LOGIN\r\ndQ==\r\ncA==', 'AUTH LOGIN', 'MAIL FROM:<a@b> AUTH=<>'],
  ['AUTH LOGIN\r\neA==\r\ncA==', 'MAIL FROM:<>', 'AUTH LOGIN', 'STARTTLS', 'NOOP'],
  ['auth login dQ==\r\ncA==', 'NOOP'],
  ['AUTH PLAIN\r\nAHUAcA==', 'NOOP'],
  ['HELP x', 'STARTTLS', 'STARTTLS x', 'QUIT'],
];

/** Where we differ on purpose: what we say, Exim's own reply, and why. Keyed by the dialogue and the number of the reply. */
export interface Difference {
  readonly line: string;
  readonly exim: RegExp;
  readonly ours: RegExp;
  readonly why: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    line: 'LAST',
    exim: /^250- \d byte chunk, total \d/,
    ours: /^250- \d byte chunk, total \d/,
    why: 'Exim counts the line end that it adds to a message without one; we count what was sent',
  },
];
