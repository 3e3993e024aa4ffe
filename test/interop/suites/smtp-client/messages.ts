/** Messages that are odd in what SMTP has to carry, as files have them. */
export const MESSAGES: Readonly<Record<string, string>> = {
  plain: 'Subject: plain\n\nhello\n',
  'leading-dots': 'Subject: dots\n\n.\n..\n...\n.a\n. b\n',
  'dot-first': '.first: x\n\n.\n',
  'open-end': 'Subject: open\n\nlast line',
  'long-line': `Subject: long\n\n${'x'.repeat(900)}\n${'.'.repeat(2000)}\n`,
  'eight-bit': 'Subject: eight\n\n\u00c3\u00bcber \u00ff\u00fe\n',
  'empty-body': 'Subject: empty\n\n',
  'header-alone': 'Subject: alone\n',
  crlf: 'Subject: crlf\r\n\r\none\r\n.two\r\n',
  mixed: 'Subject: mixed\r\n\none\r\ntwo\nthree\r\n\n\r\nfour\n',
  'empty-lines': 'Subject: lines\n\n\n\n\nx\n\n\n',
  'smuggling-lf': 'Subject: s\n\nx\n.\nMAIL FROM:<evil@example.org>\n',
};

/** What has to arrive, in the words of RFC 5321 §2.3.8: each line with its CRLF. */
export const onTheWire = (text: string): string => {
  const lines = text.replace(/\r?\n/g, '\r\n');
  return lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
};
