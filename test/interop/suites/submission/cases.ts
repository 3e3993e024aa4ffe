/** Messages handed in on the command line. */

export interface SubmissionCase {
  readonly title: string;
  /** Behind the usual options; cases with the same text share a server. */
  readonly configuration: string;
  readonly words: readonly string[];
  /** Octets, one a character. */
  readonly input: string;
  /** Who calls; root where nobody is named, who is trusted. */
  readonly as: 'root' | 'nobody';
  /** What is said in it is our own prose: whether there is any is compared. */
  readonly hasOwnWords: boolean;
}

const MAIL = 'Subject: x\n\nhi\n';
type More = Partial<Pick<SubmissionCase, 'input' | 'as' | 'hasOwnWords'>>;
type Row = readonly [title: string, words: string | readonly string[], more?: More];

export const byNobody = { as: 'nobody' } as const;
export const group = (configuration: string, rows: readonly Row[]): readonly SubmissionCase[] =>
  rows.map(([title, words, more]) => ({
    title,
    configuration,
    words: typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words,
    input: MAIL,
    as: 'root',
    hasOwnWords: false,
    ...more,
  }));

const CLAIMS =
  '-oMa 1.2.3.4.567 -oMaa auth -oMai id1 -oMas as@x.example -oMi 5.6.7.8.25 -oMr myproto -oMs host.name -oMt ident1';
export const TALK = 'MAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\nSubject: x\n\nhi\n.\n';
const FROM_LINE = 'From uu@host Thu Nov 26 00:00:00 2026\nSubject: x\n\nhi\n';
const acl = (option: string, statements: string): string => `${option} = chk\nbegin acl\nchk:\n${statements}`;

const PLAIN: readonly Row[] = [
  ['one recipient', 'a@b.example'],
  ['one recipient, by somebody', 'a@b.example', byNobody],
  ['no domains', 'a b', byNobody],
  ['lists and names', ['a@b.example,c@d.example', '"x, y" <e@f.example>', '"q q"@z.example', 'a@b.example']],
  ['a route', '<@x.example:a@b.example>'],
  ['a comment', ['(c) a@b.example (d)']],
  ['a case of its own', 'A@B.Example'],
  ['-f', '-f x@y.example a@b.example'],
  ['-f joined', '-fx@y.example a@b.example'],
  ['-r', '-r x@y.example a@b.example'],
  ['-f in brackets', ['-f', '<x@y.example>', 'a@b.example']],
  ['-f <>', '-f <> a@b.example'],
  ['-f <> by somebody', '-f <> a@b.example', byNobody],
  ['-f without a domain', '-f x a@b.example'],
  ['-f that is no address', ['-f', 'x y', 'a@b.example']],
  ['-f that is no address, by somebody', ['-f', 'x@@y', 'a@b.example'], byNobody],
  ['-f by somebody', '-f x@y.example a@b.example', byNobody],
  ['-F', ['-F', 'Some One', 'a@b.example']],
  ['-F that has to be quoted', ['-F', 'Some, One', 'a@b.example'], byNobody],
  ['-F with -f', ['-F', 'Some One', '-f', 'x@y.example', 'a@b.example']],
  ['-F beyond ASCII', ['-F', 'S\xf6me \xd6ne', 'a@b.example']],
  ['From of another, by root', 'a@b.example', { input: 'From: z@w.example\n\nhi\n' }],
  ['From of another, by somebody', 'a@b.example', { ...byNobody, input: 'From: z@w.example\nSender: q@r\n\nhi\n' }],
  ['From of himself', 'a@b.example', { ...byNobody, input: 'From: nobody@q.example\nSender: q@r\n\nhi\n' }],
  ['From of himself with a name', 'a@b.example', { ...byNobody, input: 'From: No Body <NoBody@Q.example>\n\nhi\n' }],
  ['From without a domain', 'a@b.example', { ...byNobody, input: 'From: nobody\nTo: c\n\nhi\n' }],
  ['two From', 'a@b.example', { ...byNobody, input: 'From: nobody@q.example, z@w.example\n\nhi\n' }],
  ['a line of UUCP', 'a@b.example', { input: FROM_LINE }],
  ['a line of UUCP, by somebody', 'a@b.example', { ...byNobody, input: FROM_LINE }],
  ['a line of UUCP and -f', '-f x@y.example a@b.example', { input: FROM_LINE }],
  ['a line that is nearly one of UUCP', 'a@b.example', { input: 'From uu\nSubject: x\n\nhi\n' }],
  ['no header', 'a@b.example', { input: 'no header here\nmore\n' }],
  ['nothing', 'a@b.example', { input: '' }],
  ['an empty line', 'a@b.example', { input: '\n' }],
  ['a header only', 'a@b.example', { input: 'Subject: only header' }],
  ['no line end at the end', 'a@b.example', { input: 'Subject: x\n\nhi' }],
  ['CRLF and CR', 'a@b.example', { input: 'Subject: crlf\r\n\r\nline\r\nbare\rcr\n\r\n' }],
  ['-dropcr', '-dropcr a@b.example', { input: 'Subject: crlf\r\n\r\nline\r\n' }],
  ['NUL and octets beyond ASCII', 'a@b.example', { input: 'Subject: nul\0x \xe4\n\nbo\0dy \xe4\n' }],
  ['folded fields', 'a@b.example', { input: 'Subject: a\n b\n\tc\nX-Y : z\n\nhi\n' }],
  ['a long line', 'a@b.example', { input: `Subject: x\n\n${'y'.repeat(5000)}\n` }],
  ['a lone dot', 'a@b.example', { input: 'Subject: x\n\nhi\n.\nmore\n' }],
  ['a lone dot first', 'a@b.example', { input: '.\nSubject: x\n\nhi\n' }],
  ['dots with -i', '-i a@b.example', { input: 'Subject: x\n\nhi\n.\nmore\n..\n' }],
  ['dots with -oi', '-oi a@b.example', { input: 'Subject: x\n\n.\nmore\n' }],
  ['dots with -oitrue', '-oitrue a@b.example', { input: 'Subject: x\n\n.\nmore\n' }],
  ['fields of a resending', 'a@b.example', { input: 'Resent-To: c@d.example\nTo: e@f.example\n\nhi\n' }],
  ['fields of a resending, by somebody', 'a@b.example', { ...byNobody, input: 'Resent-From: z@w.example\n\nhi\n' }],
  [
    'Message-Id, Date and old fields',
    'a@b.example',
    {
      input:
        'Return-Path: <a@b>\nMessage-Id: <x@y>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nEnvelope-To: x\nDelivery-Date: y\n\nhi\n',
    },
  ],
  ['Received is there', 'a@b.example', { input: 'Received: by x; Thu, 1 Jan 2026 00:00:00 +0000\nSubject: x\n\nhi\n' }],
  ['Bcc without -t', 'a@b.example', { input: 'To: c@d.example\nBcc: z@z.example\n\nhi\n' }],
  ['-t', '-t', { input: 'To: c@d.example\nCc: C <c2@d.example>, (x) e\nBcc: z@z.example\n\nhi\n' }],
  ['-t by somebody', '-t', { ...byNobody, input: 'To: c@d.example\n\nhi\n' }],
  ['-t and arguments', '-t a@b c', { input: 'To: a@b, c, d\nBcc: e@f\n\nhi\n' }],
  ['-t and arguments alone', '-t a@b.example', { input: 'To: a@b.example\n\nhi\n' }],
  [
    '-t of a resending',
    '-t',
    {
      input: 'Resent-To: r@s.example\nTo: c@d.example\nBcc: z@z.example\nResent-Bcc: rb@s.example\n\nhi\n',
    },
  ],
  ['-t and groups', '-t', { input: 'To: list: a@b.example, c@d.example;, e@f.example\nCc: none:;\n\nhi\n' }],
  ['-t and folds', '-t', { input: 'To: a@b.example,\n c@d.example,\n\t"x, y" <e@f.example>\n\nhi\n' }],
  ['-t and the same twice', '-t', { input: 'To: a@b.example, a@b.example\nCc: A@b.example\n\nhi\n' }],
  ['-t without recipients', '-t'],
  ['-t without recipients, by somebody', '-t', byNobody],
  ['-t without recipients, -oee', '-oee -t', byNobody],
  ['-t without recipients, -oep', '-oep -t', byNobody],
  ['-ti without recipients', '-ti'],
  ['-t, a bad one', '-t', { input: 'To: bad@@addr\nSubject: y\n\nhi\n' }],
  ['-t, a bad one, -oep', '-oep -t', { input: 'To: bad@@addr\nSubject: y\n\nhi\n' }],
  ['-t, a bad one and a good one', '-t', { input: 'To: bad@@addr, ok@x.example\nSubject: y\n\nhi\n' }],
  ['-t, a bad one and a good one, -oep', '-oep -t', { input: 'To: bad@@addr, ok@x.example\nSubject: y\n\nhi\n' }],
  ['a bad argument', 'bad@@addr'],
  ['a bad argument, by somebody', 'good@x.example bad@@addr', byNobody],
  ['a bad argument, -oep', '-oep bad@@addr good@x.example'],
  ['a bad argument, -oee', '-oee bad@@addr'],
  ['a bad argument, -oem', '-oem bad@@addr'],
  ['a bad argument, -oew', '-oew bad@@addr'],
  ['a bad argument, -oeq', '-oeq bad@@addr'],
  ['a bad argument from <>', '-f <> bad@@addr'],
  ['-N', '-N a@b.example'],
  ['-v', '-v a@b.example'],
  ['-v by somebody', '-v a@b.example', byNobody],
  ['-G', '-G a@b.example'],
  ['-G -f', '-G -f x@y a@b.example'],
  ['-bnq', '-bnq a'],
  ['-bnq and -f', '-bnq -f r a@b'],
  ['-bnq and the header', '-bnq a@b', { input: 'From: x\nTo: y\n\nhi\n' }],
  ['-odq', '-odq a@b.example'],
  ['-bm', '-bm a@b.example'],
  ['-oM…', `${CLAIMS} a@b.example`],
  ['-oM… by somebody', `${CLAIMS} a@b.example`, byNobody],
  ['-oMa alone', '-oMa 1.2.3.4 a@b.example'],
  ['-oMa of IPv6', '-oMa 2001:db8::1 -oMr esmtp a@b.example'],
  ['-oMr with a blank', ['-oMr', 'a b', 'a@b.example']],
  ['-oMs alone', '-oMs host.name a@b.example'],
  ['-oMt alone', '-oMt somebody a@b.example'],
  ['-oMai alone', '-oMai id a@b.example'],
  ['-oMas alone', '-oMas z@w.example a@b.example'],
  ['-oMm', '-oMm 1xWNhv-0000tl-08 a@b.example'],
  ['-oMm by somebody', '-oMm 1xWNhv-0000tl-08 a@b.example', byNobody],
  ['-E and an id', '-E1xWNhv-0000tl-08 a@b.example'],
  ['-p', '-p proto:host a@b.example'],
  ['-oMa that is no address', '-oMa junk a@b.example'],
  ['-oMm that is no id', '-oMm junk a@b.example'],
  ['-oMz', '-oMz junk a@b.example'],
  ['-oMa without a value', '-oMa'],
  ['-odz', '-odz a@b.example'],
  ['-e', '-e a@b.example'],
  ['-oezz', '-oezz a@b.example'],
  ['-oiX', '-oiX a@b.example'],
  ['-ohost', '-ohost x a@b.example'],
  ['-mc', '-mc a@b.example'],
  ['-Z', '-Z a@b.example'],
  ['-bz', '-bz a@b.example'],
  ['-or that is no time', '-or zz a@b.example'],
  ['-or and -os', '-or 5s -os3m a@b.example'],
  ['flags without effect', '-h 5 -O x -x -m -om -oo -U -n -B8BITMIME -ee -Ac a@b.example'],
  ['--', '-- a@b.example'],
  ['flags behind an address', 'a@b.example -t'],
  ['nothing asked for', ''],
  ['-f without a value', '-f'],
];

const SESSIONS: readonly Row[] = [
  ['-bs', '-bs', { input: `EHLO x\n${TALK}QUIT\n` }],
  ['-bs without HELO', '-bs', { input: `${TALK}QUIT\n` }],
  ['-bs in CRLF', '-bs', { input: `EHLO x\n${TALK}QUIT\n`.replaceAll('\n', '\r\n') }],
  ['-bs by somebody', '-bs', { ...byNobody, input: `EHLO x\n${TALK}QUIT\n` }],
  [
    '-bs, a refused recipient',
    '-bs',
    { input: 'HELO x\nMAIL FROM:<a@b>\nRCPT TO:<no@d>\nRCPT TO:<e>\nDATA\n\nhi\n.\nQUIT\n' },
  ],
  ['-bs and -oM…', `-bs ${CLAIMS}`, { input: `EHLO x\n${TALK}QUIT\n` }],
  ['-bs and nonsense', '-bs', { input: 'FOO\nMAIL FROM:<a@@b>\nDATA\nQUIT\n' }],
  ['-bs, too many mistakes', '-bs', { input: `EHLO x\n${'DATA\n'.repeat(9)}` }],
  ['-bs, too many that are no commands', '-bs', { input: `EHLO x\n${'FOO\n'.repeat(9)}` }],
  ['-bs, too many that are about no mail', '-bs', { input: `EHLO x\n${'NOOP\n'.repeat(14)}` }],
  ['-bs that breaks off', '-bs', { input: 'EHLO x\nMAIL FROM:<a@b>\n' }],
  [
    '-bs that breaks off in a message',
    '-bs',
    { input: 'EHLO x\nMAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\nSubject: x\n\nhi\n' },
  ],
  ['-bS', '-bS', { input: `${TALK}${TALK.replace('c@d', 'c2@d')}` }],
  ['-bS and QUIT', '-bS', { input: `HELO me\n${TALK}QUIT\n${TALK}` }],
  ['-bS by somebody', '-bS', { ...byNobody, input: TALK }],
  ['-bS, dots', '-bS', { input: TALK.replace('hi', '..hi\n..') }],
  [
    '-bS, a mistake',
    '-bS',
    {
      input: `HELO me\n${TALK}RSET\nNOOP\nMAIL FROM:<a@@b>\nRCPT TO:<c2@d>\nDATA\nSubject: y\n\nhi\n.\n`,
    },
  ],
  ['-bS, a mistake at once', '-bS', { ...byNobody, input: 'MAIL FROM:<a@@b>\n' }],
  ['-bS, a recipient that is none', '-bS', { input: 'MAIL FROM:<a@b>\nRCPT TO:<>\nDATA\n' }],
  ['-bS, the wrong order', '-bS', { input: 'RCPT TO:<c@d>\n' }],
  ['-bS, no recipients', '-bS', { input: 'MAIL FROM:<a@b>\nDATA\n' }],
  ['-bS, no command', '-bS', { input: 'FOO\n' }],
  ['-bS, refused recipients are none', '-bS', { input: TALK.replace('c@d', 'no@d') }],
  ['-bS that breaks off', '-bS', { input: TALK.replace('\n.\n', '\n') }],
];

export const CASES: readonly SubmissionCase[] = [
  ...group('', PLAIN),
  ...group(acl('acl_smtp_rcpt', '  deny local_parts = no\n  accept\n'), SESSIONS),
  ...group('untrusted_set_sender = *@y.example\n', [
    ['untrusted_set_sender, in it', '-f x@y.example a@b.example', byNobody],
    ['untrusted_set_sender, not in it', '-f x@z.example a@b.example', byNobody],
    [
      'untrusted_set_sender, a From of another',
      '-f x@y.example a@b.example',
      { ...byNobody, input: 'From: z@w.example\n\nhi\n' },
    ],
  ]),
  ...group('trusted_users = nobody\n', [
    ['trusted_users', '-f x@y.example a@b.example', byNobody],
    ['trusted_users and -oM…', `${CLAIMS} a@b.example`, byNobody],
  ]),
  ...group('no_local_from_check\nlocal_sender_retain\n', [
    ['local_sender_retain', 'a@b.example', { ...byNobody, input: 'From: z@w.example\nSender: q@r\n\nhi\n' }],
  ]),
  ...group('local_from_prefix = *-\nlocal_from_suffix = +*\n', [
    ['local_from_prefix', 'a@b.example', { ...byNobody, input: 'From: x-nobody@q.example\n\nhi\n' }],
    ['local_from_suffix', 'a@b.example', { ...byNobody, input: 'From: nobody+y@q.example\n\nhi\n' }],
  ]),
  ...group('no_extract_addresses_remove_arguments\n', [
    ['arguments are added to -t', '-t a@b.example', { input: 'To: c@d.example\n\nhi\n' }],
  ]),
  ...group('message_size_limit = 1k\n', [
    ['too big', 'a@b.example', { input: `Subject: x\n\n${'y'.repeat(3000)}\n` }],
    ['too big, -oep', '-oep a@b.example', { input: `Subject: x\n\n${'y\n'.repeat(3000)}` }],
    ['not too big', 'a@b.example', { input: `Subject: x\n\n${'y'.repeat(900)}\n` }],
  ]),
  ...group('header_maxsize = 100\n', [
    ['header_maxsize, -oep', '-oep a@b.example', { input: `Subject: ${'x'.repeat(200)}\n\nhi\n` }],
  ]),
  ...group('header_maxsize = 600\n', [
    ['header_maxsize', 'a@b.example', { input: `Subject: ${'x'.repeat(700)}\n\nhi\n` }],
  ]),
  ...group('header_line_maxsize = 100\n', [
    ['header_line_maxsize', 'a@b.example', { input: `Subject: ${'x'.repeat(200)}\n\nhi\n` }],
    ['header_line_maxsize, -oep', '-oep a@b.example', { input: `Subject: ${'x'.repeat(200)}\n\nhi\n` }],
  ]),
  ...group('no_queue_only_override\n', [
    ['-odb under queue_only', '-odb a@b.example'],
    ['-odf under queue_only', '-odf a@b.example'],
    ['-odqs under queue_only', '-odqs a@b.example'],
  ]),
  ...group(
    'begin routers\nall:\n  driver = accept\n  transport = nowhere\nbegin transports\nnowhere:\n  driver = appendfile\n  file = /dev/null\n  user = mail\n',
    [
      ['-odf', '-odf a@b.example'],
      ['-odi', '-odi a@b.example', byNobody],
      ['-odi and -N', '-N -odi a@b.example', { hasOwnWords: true }],
      ['-odq, with routers', '-odq a@b.example'],
    ],
  ),
  ...group(
    'begin routers\naway:\n  driver = redirect\n  data = /dev/null\n  file_transport = file\nbegin transports\nfile:\n  driver = appendfile\n  user = mail\n',
    [['-odf to nowhere', '-odf a@b.example']],
  ),
  ...group('recipients_max = 1\n', [
    ['recipients_max', 'a@b.example c@d.example'],
    ['recipients_max, -oep', '-oep a@b.example c@d.example'],
    ['recipients_max and -t', '-t', { input: 'To: a@b.example, c@d.example\n\nhi\n' }],
  ]),
  ...group(acl('acl_not_smtp', '  deny message = no way\n    log_message = logged no\n'), [
    ['acl_not_smtp says no', 'a@b.example'],
    ['acl_not_smtp says no, -oep', '-oep a@b.example', byNobody],
  ]),
  ...group(acl('acl_not_smtp', '  defer message = later\n'), [['acl_not_smtp says later', '-oep a@b.example']]),
  ...group(acl('acl_not_smtp', '  drop\n'), [['acl_not_smtp drops', '-oep a@b.example']]),
  ...group(acl('acl_not_smtp', '  discard log_message = gone\n'), [['acl_not_smtp discards', 'a@b.example']]),
  ...group(
    acl(
      'acl_not_smtp',
      '  accept control = freeze\n    set acl_m0 = v\n    add_header = X-A: $recipients $sender_ident $received_protocol ' +
        '<$authenticated_id> <$sender_host_address> <$authenticated_sender> $recipients_count $sender_address\n    logwrite = seen $message_size $h_subject:\n',
    ),
    [
      ['acl_not_smtp adds', 'a@b.example', byNobody],
      ['acl_not_smtp adds to what comes from elsewhere', `${CLAIMS} a@b.example`],
      ['acl_not_smtp and a batch', '-bS', { input: TALK }],
    ],
  ),
  ...group(acl('acl_not_smtp_start', '  deny message = start no\n'), [['acl_not_smtp_start says no', 'a@b.example']]),
  ...group(acl('acl_not_smtp_start', '  accept control = suppress_local_fixups\n    add_header = X-S: 1\n'), [
    ['acl_not_smtp_start and fixups', 'a@b.example', byNobody],
  ]),
  ...group(
    acl(
      'acl_not_smtp_mime',
      '  deny condition = ${if match{$mime_filename}{exe}}\n    message = no $mime_filename\n  accept logwrite = part $mime_content_type\n',
    ),
    [
      [
        'acl_not_smtp_mime says no',
        '-oep a@b.example',
        {
          input: 'MIME-Version: 1.0\nContent-Type: application/x; name=a.exe\n\nhi\n',
        },
      ],
      [
        'acl_not_smtp_mime says yes',
        'a@b.example',
        {
          input: 'MIME-Version: 1.0\nContent-Type: text/plain\n\nhi\n',
        },
      ],
    ],
  ),
  ...group('received_headers_max = 2\n', [
    ['received_headers_max', '-oep a@b.example', { input: `${'Received: by x; y\n'.repeat(4)}Subject: x\n\nhi\n` }],
  ]),
  ...group('gecos_pattern = ^(.)\ngecos_name = Mr $1\n', [['gecos_name', 'a@b.example', byNobody]]),
  ...group('uucp_from_pattern = ^From (.*) by\nuucp_from_sender = ${lc:$1}@uucp.example\n', [
    ['uucp_from_pattern', 'a@b.example', { input: 'From UU by mail\nSubject: x\n\nhi\n' }],
  ]),
  ...group('log_selector = +all -arguments -pid\n', [
    ['every selector', 'a@b.example', { input: 'Subject: x\nTo: y@z.example\n\nhi\n' }],
    ['every selector, by somebody', '-f x@y.example a@b.example c@d.example', byNobody],
    ['every selector, from elsewhere', `${CLAIMS} a@b.example`],
  ]),
  ...group('errors_reply_to = help@q.example\ndsn_from = Robot <robot@$qualify_domain>\n', [
    ['errors_reply_to', '-t', byNobody],
  ]),
  ...group('qualify_recipient = r.example\n', [
    ['qualify_recipient', '-t a', { input: 'To: a, b\nFrom: c\n\nhi\n' }],
    ['qualify_recipient of arguments', 'a', { input: 'To: a, b\nFrom: c\n\nhi\n' }],
  ]),
  ...group('begin rewrite\n*@old.example $1@new.example\n', [
    ['rewriting', '-f x@old.example y@old.example', { input: 'To: z@old.example\n\nhi\n' }],
    ['rewriting and -t', '-t', { input: 'To: z@old.example\n\nhi\n' }],
  ]),
];
