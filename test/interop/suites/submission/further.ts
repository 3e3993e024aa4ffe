/** Still further messages handed in on the command line, for the full form: most of them delivered at once. */
import { byNobody, group, type SubmissionCase, TALK } from './cases.ts';

const to = (...fields: readonly string[]): { readonly input: string } => ({
  input: `${fields.join('\n')}\nSubject: told\n\nbody\n`,
});

/** A site that delivers: to a mailbox, into nothing, by an alias, and not at all. */
const SITE = `begin routers
gone:
  driver = redirect
  local_parts = gone : later : away : bad
  allow_fail
  allow_defer
  data = \${if eq{$local_part}{gone}{:fail: left us}{\${if eq{$local_part}{later}{:defer: not now}{\${if eq{$local_part}{away}{:blackhole:}{a@@b}}}}}}
many:
  driver = redirect
  local_parts = many
  data = one@q.example, two@q.example
box:
  driver = accept
  domains = q.example : b.example
  transport = box
begin transports
box:
  driver = appendfile
  file = \${spool_directory}/box
  user = mail
`;

export const FURTHER: readonly SubmissionCase[] = [
  ...group('', [
    ['Reply-To, Cc and Bcc, none of them To', '-t', to('Cc: a@b.example', 'Reply-To: r@s.example', 'Bcc: c@d.example')],
    ['To with a tab and a fold before', '-t', to('To:\t\n a@b.example')],
    ['lower-case and odd field names', '-t', to('tO: a@b.example', 'CC : c@d.example', 'bCC:e@f.example')],
    ['Bcc of several lines, kept for nobody', '-t', to('To: a@b.example', 'Bcc: c@d.example', 'Bcc: e@f.example')],
    ['a name alone', '-t', to('To: postmaster, "Two Words" <root>')],
    ['a semicolon between', '-t', to('To: a@b.example; c@d.example')],
    ['a group with names in it', '-t', to('To: "Us, all": Ann <a@b.example>, "B" <c@d.example>;')],
    ['nested comments', '-t', to('To: (one (two) \\) three) a@b.example (x)')],
    ['an address that is all quoted', '-t', to('To: "a@b.example"')],
    ['brackets with nothing in them', '-t', to('To: <>')],
    ['a bracket that is not closed', '-t', to('To: Ann <a@b.example')],
    ['blanks around the at', '-t', to('To: a @ b.example, c@ d.example')],
    ['a dot before the at', '-t', to('To: a.@b.example, .c@d.example, e..f@g.example')],
    ['an underscore in the domain', '-t', to('To: a@b_c.example')],
    ['a domain of digits', '-t', to('To: a@1.2.3.4')],
    ['a percent and a bang', '-t', to('To: a%b@c.example, h!u')],
    ['a slash and a pipe in fields', '-t', { ...byNobody, ...to('To: /dev/null, |cat, a@b.example') }],
    [
      'Resent-To and Resent-Bcc, by somebody',
      '-t',
      { ...byNobody, ...to('To: z@z.example', 'Resent-To: a@b.example', 'Resent-Bcc: c@d.example', 'Resent-Date: x') },
    ],
    ['Resent-Message-ID', '-t', to('Resent-To: a@b.example', 'Resent-Message-ID: <x@y>', 'Resent-From: q@w.example')],
    [
      'Resent-Sender, by somebody',
      'a@b.example',
      { ...byNobody, ...to('Resent-Sender: x@y.example', 'Resent-From: nobody') },
    ],
    [
      'Sender as the caller, by somebody',
      'a@b.example',
      { ...byNobody, ...to('Sender: nobody@q.example', 'From: x@y.example') },
    ],
    ['From in other letters, by somebody', 'a@b.example', { ...byNobody, ...to('From: NOBODY@Q.EXAMPLE') }],
    ['From at the host itself, by somebody', 'a@b.example', { ...byNobody, ...to('From: nobody@our.example') }],
    [
      'From with an encoded word, by somebody',
      'a@b.example',
      { ...byNobody, ...to('From: =?utf-8?q?n?= <x@y.example>') },
    ],
    ['-F by somebody and From of another', ['-F', 'A B', 'a@b.example'], { ...byNobody, ...to('From: x@y.example') }],
    ['-F with a quote and a backslash', ['-F', 'a "b" \\c', 'a@b.example'], byNobody],
    ['-F with parentheses', ['-F', 'a (b) c', 'a@b.example']],
    ['-F with a colon and at', ['-F', 'a: b@c', 'a@b.example']],
    ['-f with blanks', ['-f', ' x@y.example ', 'a@b.example']],
    ['-f with a comment', ['-f', '(c) x@y.example', 'a@b.example']],
    ['-f with a route', ['-f', '<@r.example:x@y.example>', 'a@b.example']],
    ['-f of two', ['-f', 'x@y.example, z@y.example', 'a@b.example']],
    ['-f quoted', ['-f', '"x y"@z.example', 'a@b.example']],
    [
      '-f <> by somebody with From',
      ['-f', '<>', '-t'],
      { ...byNobody, ...to('From: nobody@q.example', 'To: a@b.example') },
    ],
    ['-f <> and no recipients', ['-f', '<>', '-t'], { ...byNobody, ...to('From: nobody@q.example') }],
    ['an empty recipient', ['']],
    ['an empty recipient and one', ['', 'a@b.example']],
    ['brackets alone', ['<>']],
    ['a recipient with a colon', ['list:a@b.example;']],
    ['a recipient without a local part', ['@b.example']],
    ['a recipient without an end', ['a@']],
    ['a recipient with a control', ['a\u0001@b.example']],
    ['a bad recipient of <>, -oep', ['-oep', '-f', '<>', 'a@@b']],
    ['a bad recipient of <>, -oee', ['-oee', '-f', '<>', 'a@@b', 'c@d.example']],
    ['bad recipients, -oem', '-oem a@@b c@@d e@f.example', byNobody],
    ['bad recipients, -oew', '-oew a@@b c@@d e@f.example', byNobody],
    ['bad recipients, -oeq', '-oeq a@@b c@@d e@f.example', byNobody],
    ['bad recipients, -oep', '-oep a@@b c@@d', byNobody],
    ['a recipient that is only a comment', ['(x)']],
    ['dots doubled at the start of lines', 'a@b.example', { input: 'Subject: x\n\n..one\n.two\n...\n' }],
    ['a dot with blanks', 'a@b.example', { input: 'Subject: x\n\n. \n.\t\nend\n' }],
    ['a dot and CR', 'a@b.example', { input: 'Subject: x\r\n\r\nhi\r\n.\r\nmore\r\n' }],
    ['a dot and CR with -i', '-i a@b.example', { input: 'Subject: x\r\n\r\nhi\r\n.\r\nmore\r\n' }],
    ['a header with a dot', '-t', { input: 'To: a@b.example\n.\nSubject: x\n\nhi\n' }],
    ['CR alone in the header', 'a@b.example', { input: 'Subject: x\rTo: y@z\r\rhi\r' }],
    ['CRLF in a fold', 'a@b.example', { input: 'Subject: x\r\n y\r\nTo: q@w.example\r\n\r\nhi\r\n' }],
    ['LF then CRLF', 'a@b.example', { input: 'Subject: x\nTo: q@w.example\r\n\nhi\r\nho\n' }],
    ['blank lines first', 'a@b.example', { input: '\n\nSubject: x\n\nhi\n' }],
    ['blanks in the empty line', 'a@b.example', { input: 'Subject: x\n \nhi\n' }],
    ['a tab in the empty line', 'a@b.example', { input: 'Subject: x\n\t\nhi: there\n\nbody\n' }],
    ['NUL in the header', 'a@b.example', { input: 'Subject: a\0b\nX-N\0: y\n\nhi\n' }],
    ['octets in addresses', '-t', to('To: J\xf6rg <a@b.example>', 'Cc: \xc3\xa4@b.example')],
    ['a header line of many folds', 'a@b.example', { input: `Subject: x\n${' y\n'.repeat(200)}\nhi\n` }],
    ['a body without a header end', 'a@b.example', { input: 'Subject: x\nthis is no field\nmore\n' }],
    [
      'fields of mailing',
      'a@b.example',
      to('Errors-To: e@f.example', 'Return-Receipt-To: g@h.example', 'Apparently-To: i@j.example'),
    ],
    ['Apparently-To with -t', '-t', to('Apparently-To: i@j.example')],
    ['-bm and -bs', '-bm -bs', { input: `HELO x\n${TALK}QUIT\n` }],
    ['-U and -h and -i', '-U -h 3 -i a@b.example'],
    ['-oi -oem -oee', '-oi -oem -oee -t', { ...byNobody, ...to('From: me') }],
    ['-oMs and -oMr by root', '-oMs host.example -oMr rsmtp a@b.example'],
    ['-oMa that is a network', '-oMa 10.0.0.0/8 a@b.example'],
    ['-oMa empty', ['-oMa', '', 'a@b.example']],
    ['-oMai by somebody', '-oMai other a@b.example', byNobody],
    ['-oMas without a domain', '-oMas other a@b.example'],
    ['-oMas that is none', '-oMas a@@b c@b.example'],
    ['-oMt with blanks', ['-oMt', 'a b', 'a@b.example']],
    ['-oMaa with -oMai', '-oMaa plain -oMai me a@b.example'],
    ['-G by somebody', '-G a@b.example', byNobody],
    ['-G and the header', '-G a@b.example', to('From: x', 'To: y')],
    ['-N -v', '-N -v a@b.example'],
    [
      '-i -t -f -F, as mail programs',
      ['-i', '-t', '-fme@y.example', '-F', 'Me Too'],
      to('To: a@b.example', 'Cc: c@d.example'),
    ],
    ['-oi -t, as PHP', '-t -i', { ...byNobody, ...to('To: a@b.example', 'X-PHP-Originating-Script: 0:x.php') }],
    ['-bs, a batch of two and RSET', '-bs', { input: `EHLO x\n${TALK}RSET\n${TALK}QUIT\n` }],
    [
      '-bs, SIZE and BODY',
      '-bs',
      { input: 'EHLO x\nMAIL FROM:<a@b> SIZE=100 BODY=8BITMIME\nRCPT TO:<c@d>\nDATA\n\nhi\n.\nQUIT\n' },
    ],
    [
      '-bs, DSN',
      '-bs',
      { input: 'EHLO x\nMAIL FROM:<a@b> RET=HDRS ENVID=q\nRCPT TO:<c@d> NOTIFY=NEVER\nDATA\n\nhi\n.\nQUIT\n' },
    ],
    [
      '-bs, BDAT',
      '-bs',
      { input: 'EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 16 LAST\r\nSubject: x\r\n\r\nhiQUIT\r\n' },
    ],
    ['-bs, ETRN and VRFY and EXPN and HELP', '-bs', { input: 'EHLO x\nETRN x\nVRFY a\nEXPN a\nHELP\nQUIT\n' }],
    ['-bs, no domains', '-bs', { input: 'HELO x\nMAIL FROM:<a>\nRCPT TO:<b>\nDATA\nFrom: a\n\nhi\n.\nQUIT\n' }],
    [
      '-bs, no domains, by somebody',
      '-bs',
      { ...byNobody, input: 'HELO x\nMAIL FROM:<a>\nRCPT TO:<b>\nDATA\nFrom: a\n\nhi\n.\nQUIT\n' },
    ],
    [
      '-bs, <> by somebody',
      '-bs',
      { ...byNobody, input: 'HELO x\nMAIL FROM:<>\nRCPT TO:<b@c>\nDATA\nFrom: a\n\nhi\n.\nQUIT\n' },
    ],
    ['-bs, AUTH in MAIL', '-bs', { input: 'EHLO x\nMAIL FROM:<a@b> AUTH=<>\nRCPT TO:<b@c>\nQUIT\n' }],
    ['-bs, STARTTLS', '-bs', { input: 'EHLO x\nSTARTTLS\nQUIT\n' }],
    ['-bs, a bad HELO', '-bs', { input: 'EHLO a_b c\nHELO\nEHLO\nHELO [1.2.3.4]\nQUIT\n' }],
    ['-bS, no domains', '-bS', { input: 'MAIL FROM:<a>\nRCPT TO:<b>\nDATA\nFrom: a\n\nhi\n.\n' }],
    ['-bS, EHLO and a name', '-bS', { input: `EHLO him.example\n${TALK}` }],
    ['-bS, parameters', '-bS', { input: 'EHLO x\nMAIL FROM:<a@b> BODY=8BITMIME\nRCPT TO:<c@d>\nDATA\n\nhi\n.\n' }],
    [
      '-bS, two recipients, one bad',
      '-bS',
      { input: 'MAIL FROM:<a@b>\nRCPT TO:<c@d>\nRCPT TO:<c@@d>\nDATA\n\nhi\n.\n' },
    ],
    ['-bS, nothing in the message', '-bS', { input: 'MAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\n.\n' }],
    ['-bS, lower case', '-bS', { input: 'mail from: a@b\nrcpt to: c@d\ndata\n\nhi\n.\nquit\n' }],
  ]),
  ...group(`${SITE}`, [
    ['delivered, -odf', '-odf a@b.example'],
    ['delivered, -odi', '-odi a@b.example c@q.example', byNobody],
    ['delivered, -odi -t', '-odi -t', to('To: a@b.example, gone@q.example')],
    ['an alias delivered, -odf', '-odf many'],
    ['failed, -odf', '-odf gone@q.example', byNobody],
    ['failed of nobody, -odf', ['-odf', '-f', '<>', 'gone@q.example']],
    ['put off, -odf', '-odf later@q.example'],
    ['into nothing, -odf', '-odf away@q.example'],
    ['a bad alias, -odf', '-odf bad@q.example'],
    ['no route, -odf', '-odf x@nowhere.example'],
    ['all kinds, -odf', '-odf a@b.example gone@q.example away@q.example'],
    ['delivered, -v -odf', '-v -odf a@b.example', { hasOwnWords: true }],
    ['delivered, -bs -odf', '-odf -bs', { input: `HELO x\n${TALK.replace('c@d', 'a@b.example')}QUIT\n` }],
    ['delivered, -bS -odf', '-odf -bS', { input: TALK.replace('c@d', 'a@b.example') }],
    ['queued, -odq', '-odq a@b.example'],
  ]),
  ...group(`log_selector = +all -pid\n${SITE}`, [
    ['all is told, -odf', '-odf a@b.example', byNobody],
    ['all is told, -t -odf', '-odf -t -f x@y.example', to('To: many@q.example, gone@q.example', 'From: z@w.example')],
    ['all is told, -bs -odf', '-odf -bs', { input: `EHLO x\n${TALK.replace('c@d', 'a@b.example')}QUIT\n` }],
    ['all is told, a blank in an argument', ['-odf', '-F', 'A B', 'a@b.example']],
    ['all is told, -N', '-odf -N a@b.example', { hasOwnWords: true }],
    ['all is told, no recipients', '-t', byNobody],
    ['all is told, -bS', '-odf -bS', { input: TALK.replace('c@d', 'a@b.example') }],
    ['all is told, a bad one', '-oep a@@b'],
  ]),
  ...group('message_size_limit = 100\nreturn_size_limit = 50\n', [
    ['too big, -oem', '-oem a@b.example', { ...byNobody, input: `Subject: x\n\n${'yyyyyyyyy\n'.repeat(40)}` }],
    ['too big, -oee', '-oee a@b.example', { input: `Subject: x\n\n${'yyyyyyyyy\n'.repeat(40)}` }],
    ['too big, -t', '-t', { input: `To: a@b.example\n\n${'yyyyyyyyy\n'.repeat(40)}` }],
    ['too big, -bs', '-bs', { input: `EHLO x\n${TALK.replace('hi', 'yyyyyyyyy\n'.repeat(40))}QUIT\n` }],
    ['too big, -bs SIZE', '-bs', { input: 'EHLO x\nMAIL FROM:<a@b> SIZE=5000\nQUIT\n' }],
    ['too big, -bS', '-bS', { input: TALK.replace('hi', 'yyyyyyyyy\n'.repeat(40)) }],
  ]),
  ...group(
    'acl_not_smtp = chk\nacl_not_smtp_start = st\nbegin acl\nst:\n  warn log_message = begun\n  deny condition = ${if eq{$sender_address}{no@x.example}}\n    message = not from $sender_address\n  accept\nchk:\n  require message = who is it\n    condition = ${if !match{$h_subject:}{who}}\n  deny !verify = sender\n    message = no sender\n  drop condition = ${if match{$h_subject:}{drop}}\n    message = away with $message_exim_id\n    logwrite = :reject,main: two logs\n  accept add_header = X-Size: $message_size lines $message_linecount\n    add_header = :after_received:X-R: $recipients\n    control = submission/domain=s.example/name=Sub\n',
    [
      ['ACLs, accepted', 'a@b.example c@d.example', byNobody],
      ['ACLs, required', '-oep a@b.example', { input: 'Subject: who\n\nhi\n' }],
      ['ACLs, required, mailed', '-oem a@b.example', { ...byNobody, input: 'Subject: who\n\nhi\n' }],
      ['ACLs, dropped', '-oep a@b.example', { input: 'Subject: drop\n\nhi\n' }],
      ['ACLs, not from him', '-f no@x.example -oep a@b.example'],
      ['ACLs, -bS', '-bS', { input: TALK.replace('Subject: x', 'Subject: who') }],
    ],
  ),
  ...group('qualify_recipient = rr.example\nlocal_from_check\nlocal_from_suffix = -*\ntrusted_users = daemon\n', [
    ['qualified anew', '-t', { ...byNobody, ...to('To: a, b@c.example', 'From: nobody', 'Sender: x') }],
    ['qualified anew, a suffix', 'a', { ...byNobody, ...to('From: nobody-x@q.example') }],
    ['qualified anew, a suffix elsewhere', 'a', { ...byNobody, ...to('From: nobody-x@our.example') }],
    ['qualified anew, -f', '-f me a', to('From: you', 'Cc: us, them@x')],
  ]),
];
