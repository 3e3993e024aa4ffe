import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockAt } from '../../../src/base/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { sessionData } from '../../../src/mta/receive/index.ts';

const NOON = new Date('2026-11-25T12:00:00Z');
const NAMES: Readonly<Record<string, readonly string[]>> = { '192.0.2.1': ['mail.example.org'] };

/** As the configuration has it, one dialogue, nothing kept. */
async function say(configuration: string, lines: readonly string[], from = '192.0.2.1') {
  const read = readConfiguration({ text: `primary_hostname = our.example\n${configuration}` });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const data = await sessionData(
    {
      configuration: read.value,
      from: { address: from, port: 4567 },
      clock: clockAt(NOON),
      names: {
        namesOf: async (address) => NAMES[address] ?? [],
        addressesOf: () => ['192.0.2.1'],
        mailExchangers: () => [],
      },
    },
    lines,
  );
  if (!data.ok) throw new Error(data.error.message);
  return data.value;
}

const MAIL = ['EHLO [192.0.2.1]', 'MAIL FROM:<ann@example.org>'];
const ACL = 'acl_smtp_rcpt = r\nacl_smtp_data = d\nbegin acl\n';
const BODY = ['DATA', 'Subject: hello', '', 'text', '.'];

describe('a session without a network', () => {
  it('greets, and takes its leave', async () => {
    const { replies } = await say('', ['EHLO x', 'QUIT']);
    expect(replies[0]).toMatch(/^220 our\.example ESMTP Exim 4\.\d+ Wed, 25 Nov 2026 12:00:00 \+0000$/);
    expect(replies[1]?.split('\n')).toEqual([
      '250-our.example Hello x [192.0.2.1]',
      '250-SIZE 52428800',
      '250-8BITMIME',
      '250-PIPELINING',
      '250-PIPECONNECT',
      '250-CHUNKING',
      '250-STARTTLS',
      '250-SMTPUTF8',
      '250 HELP',
    ]);
    expect(replies[2]).toBe('221 our.example closing connection');
  });

  it('hears the ACL for ends without QUIT to its end, whatever that looks up', async () => {
    const acl = 'h:\n  drop\nq:\n  accept verify = reverse_host_lookup\n    logwrite = $smtp_notquit_reason\n';
    const { log } = await say(`acl_smtp_helo = h\nacl_smtp_notquit = q\nbegin acl\n${acl}`, ['EHLO x']);
    expect(log.at(-1)).toBe('acl-drop');
  });

  it.each([
    ['goes', ['RCPT TO:<x@y.example>'], ['503 only BDAT permissible after non-LAST BDAT']],
    ['makes too many mistakes', ['FOO', 'FOO'], ['503-only RSET accepted now\n503 Too many syntax or protocol errors']],
  ])('loses the message in chunks of who %s within it', async (_, lines, said) => {
    const acl = 'begin acl\nr:\n  accept\nq:\n  accept logwrite = $smtp_notquit_reason <$smtp_command_history>\n';
    const head = 'smtp_max_synprot_errors = 1\nacl_smtp_rcpt = r\nacl_smtp_notquit = q\n';
    const chunk = ['RCPT TO:<bob@our.example>', 'BDAT 9', 'Subject: NOOP'];
    const { replies, log } = await say(head + acl, [...MAIL, ...chunk, ...lines]);
    expect(replies.slice(-1 - said.length)).toEqual([...said, '421 Lost incoming connection']);
    expect(log.slice(-2)).toEqual([
      'SMTP connection from ([192.0.2.1]) [192.0.2.1] lost while reading message data (header)',
      'connection-lost <EHLO,MAIL,RCPT,BDAT,NOOP>',
    ]);
  });

  it('puts recipients off while percent_hack_domains cannot be decided', async () => {
    const list = 'percent_hack_domains = ! our.example : ${lookup{x}lsearch{/no/such/file}}\n';
    const { replies, log } = await say(`${list}${ACL}r:\n  accept\nd:\n  accept\n`, [
      ...MAIL,
      'RCPT TO:<bob@our.example>',
    ]);
    expect(replies.at(-2)).toBe('451 Temporary local problem - please try later');
    expect(log.slice(-3, -1)).toEqual([
      expect.stringMatching(/^failed to expand "! our\.example : .*" while checking a list: /),
      expect.stringMatching(/temporarily rejected RCPT <bob@our\.example>: defer in percent_hack_domains check$/),
    ]);
  });

  it('counts a mechanism that is none as a mistake, where AUTH needs no offer', async () => {
    const head = 'smtp_max_synprot_errors = 0\nacl_smtp_connect = c\nbegin acl\n';
    const acl = 'c:\n  accept control = allow_auth_unadvertised\n';
    const { replies } = await say(head + acl, ['EHLO x', 'AUTH PLAIN no base64']);
    expect(replies.at(-1)).toBe(
      '504-PLAIN authentication mechanism not supported\n504 Too many syntax or protocol errors',
    );
  });

  it('tells of a warning that was skipped where that is selected', async () => {
    const acl = 'acl_smtp_helo = h\nbegin acl\nh:\n  warn condition = nonsense\n  accept\n';
    const { log } = await say(acl, ['EHLO x', 'QUIT']);
    expect(log).toEqual([expect.stringContaining('statement skipped: condition test deferred')]);
    expect((await say(`log_selector = -acl_warn_skipped\n${acl}`, ['EHLO x', 'QUIT'])).log).toEqual([]);
  });

  it.each([
    ['10Q', 'invalid message_size_limit: invalid integer "10Q"'],
    ['-5', 'invalid message_size_limit: non-negative integer expected but "-5" found'],
    ['', 'invalid message_size_limit: integer expected but "" found'],
    ['${if eq{a}{a}{much}}', 'invalid message_size_limit: integer expected but "much" found'],
  ])('takes nothing where message_size_limit is %j', async (limit, logged) => {
    const { replies, log } = await say(`message_size_limit = ${limit}\n`, ['EHLO x', 'QUIT']);
    const problem = '421 Temporary local problem - please try later';
    expect(replies).toEqual([problem, problem, '221 our.example closing connection']);
    expect(log).toContain(logged);
  });

  it('looks into a message within a message, and so on, so deep and no deeper', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-chain-'));
    const acls = 'acl_smtp_rcpt = r\nacl_smtp_mime = m\nbegin acl\nr:\n  accept\nm:\n  accept logwrite = a part\n';
    const chain = Array.from({ length: 1000 }, () => ['Content-Type: message/rfc822', '']).flat();
    const lines = [...MAIL, 'RCPT TO:<joe@our.example>', 'DATA', ...chain, 'Subject: inmost', '', 'text', '.', 'QUIT'];
    const { replies, log } = await say(`spool_directory = ${folder}\n${acls}`, lines);
    rmSync(folder, { recursive: true });
    expect(replies.at(-2)).toMatch(/^250 OK id=/);
    expect(log.filter((line) => line.endsWith('a part'))).toHaveLength(129);
  });

  it('refuses every recipient without an ACL', async () => {
    const { replies, log } = await say('', [...MAIL, 'RCPT TO:<joe@our.example>']);
    expect(replies.at(-2)).toBe('550 Administrative prohibition');
    expect(log[0]).toBe('H=([192.0.2.1]) [192.0.2.1] F=<ann@example.org> rejected RCPT <joe@our.example>');
  });

  it('takes a message, traces it, and promises it by its id', async () => {
    const { replies, log, decisions } = await say(
      `${ACL}r:\n  accept add_header = X-Seen: yes\nd:\n  accept logwrite = $h_x-seen: $received_count $message_body_size\n`,
      [...MAIL, 'RCPT TO:<joe@our.example>', ...BODY, 'QUIT'],
    );
    const [, id] = /^250 OK id=(\S+)$/.exec(replies.at(-2) ?? '') ?? [];
    expect(id).toMatch(/^[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}$/);
    expect(log).toEqual([
      `${id} yes 1 5`,
      expect.stringMatching(
        new RegExp(`^${id} <= ann@example\\.org H=\\(\\[192\\.0\\.2\\.1\\]\\) \\[192\\.0\\.2\\.1\\] P=esmtp S=\\d+$`),
      ),
    ]);
    expect(decisions.map(({ phase, outcome }) => [phase, outcome])).toEqual([
      ['rcpt', 'accept'],
      ['data', 'accept'],
    ]);
  });

  it('says no with the words, the code and the lines of the ACL', async () => {
    const { replies } = await say(`${ACL}r:\n  deny message = 553 5.7.1 one\\n  two\nd:\n  accept\n`, [
      ...MAIL,
      'RCPT TO:<joe@our.example>',
    ]);
    expect(replies.at(-2)).toBe('553-5.7.1 one\n553 5.7.1 two');
  });

  it('ends behind a drop, and says why nobody said QUIT', async () => {
    const { replies, log } = await say(
      `acl_smtp_notquit = n\n${ACL}r:\n  drop message = go\nd:\n  accept\nn:\n  accept logwrite = end: $smtp_notquit_reason\n`,
      [...MAIL, 'RCPT TO:<joe@our.example>', 'NOOP'],
    );
    expect(replies.at(-1)).toBe('550 go');
    expect(log.at(-1)).toBe('end: acl-drop');
  });

  it('throws away what it is told to', async () => {
    const { replies, log } = await say(`${ACL}r:\n  discard\nd:\n  accept\n`, [
      ...MAIL,
      'RCPT TO:<joe@our.example>',
      ...BODY,
    ]);
    expect(replies.at(-2)).toMatch(/^250 OK id=/);
    expect(log.some((line) => line.endsWith('=> blackhole (RCPT ACL discarded recipients)'))).toBe(true);
  });

  it('looks at the name in HELO where it must', async () => {
    const verify = 'helo_verify_hosts = *\n';
    expect((await say(verify, ['EHLO mail.example.org'])).replies[1]).toMatch(/^250-our\.example Hello/);
    const wrong = await say(verify, ['HELO other.example'], '192.0.2.9');
    expect(wrong.replies[1]).toBe('550 HELO argument does not match calling host');
    expect(wrong.log[0]).toBe('no host name found for IP address 192.0.2.9');
    expect(wrong.log[1]).toContain('rejected "HELO other.example" from');
  });

  it.each(['1', '${if eq{a}{a}{1}}'])('counts recipients, and limits them to %s', async (most) => {
    const limits = `recipients_max = ${most}\nlimits_advertise_hosts = *\n`;
    const { replies } = await say(`${limits}${ACL}r:\n  accept\nd:\n  accept\n`, [
      ...MAIL,
      'RCPT TO:<a@our.example>',
      'RCPT TO:<b@our.example>',
    ]);
    expect(replies.slice(-3, -1)).toEqual(['250 Accepted', '452 too many recipients']);
    expect(replies.join('\n')).toMatch(/LIMITS .*RCPTMAX=1$/m);
  });

  it('gives each recipient a word of its own under PRDR', async () => {
    const { replies } = await say(
      `prdr_enable\nacl_smtp_data_prdr = p\n${ACL}r:\n  accept\nd:\n  accept\np:\n  deny local_parts = b\n  accept\n`,
      ['EHLO x', 'MAIL FROM:<a@example.org> PRDR', 'RCPT TO:<a@our.example>', 'RCPT TO:<b@our.example>', ...BODY],
    );
    expect(replies.slice(-5, -1)).toEqual([
      '353 PRDR content analysis beginning',
      '250 PRDR R=<a@our.example> acceptance',
      '550 PRDR R=<b@our.example> refusal',
      expect.stringMatching(/^250 id=\S+ message accepted for some recipients$/),
    ]);
  });

  it('counts those who are left under PRDR, and refuses a message that nobody gets', async () => {
    const { replies } = await say(
      `prdr_enable\nacl_smtp_data_prdr = p\n${ACL}r:\n  accept\nd:\n  accept\np:\n  discard local_parts = a\n  deny message = $recipients_count left\n`,
      ['EHLO x', 'MAIL FROM:<a@example.org> PRDR', 'RCPT TO:<a@our.example>', 'RCPT TO:<b@our.example>', ...BODY],
    );
    expect(replies.slice(-4, -1)).toEqual([
      '250 PRDR R=<a@our.example> acceptance',
      '550 1 left',
      expect.stringMatching(/^550 id=\S+ message rejected for all recipients$/),
    ]);
  });

  it.each([
    ['header_line_maxsize = 10', ['Subject: longer than that', '', 'x'], /^552 A message header line is too long$/],
    ['header_maxsize = 10', ['Subject: longer than that', '', 'x'], /^552 Message header is ridiculously long$/],
  ])('refuses a header beyond %s', async (option, content, reply) => {
    const { replies } = await say(`${option}\n${ACL}r:\n  accept\nd:\n  accept\n`, [
      ...MAIL,
      'RCPT TO:<a@our.example>',
      'DATA',
      ...content,
      '.',
    ]);
    expect(replies.at(-2)).toMatch(reply);
  });
});

describe('AUTH', () => {
  const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
  const configuration = [
    `${ACL}r:\n  accept authenticated = *\n    logwrite = $authenticated_id by $sender_host_authenticated`,
    'd:\n  accept\nbegin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n  server_prompts = :',
    '  server_condition = ${if and{{eq{$auth2}{joe}}{eq{$auth3}{secret}}}}\n  server_set_id = $auth2\n',
  ].join('\n');

  it('is offered, lets in who knows the secret, and is told to the ACLs', async () => {
    const { replies, log } = await say(configuration, [
      'EHLO x',
      `AUTH PLAIN ${base64('\0joe\0secret')}`,
      ...MAIL.slice(1),
      'RCPT TO:<joe@elsewhere.example>',
    ]);
    expect(replies[1]).toContain('250-AUTH PLAIN');
    expect(replies.slice(2, 5)).toEqual(['235 Authentication succeeded', '250 OK', '250 Accepted']);
    expect(log).toContain('joe by plain');
  });

  it('keeps others out, and says whom', async () => {
    const { replies, log } = await say(configuration, ['EHLO x', `AUTH PLAIN ${base64('\0joe\0guess')}`, 'AUTH NTLM']);
    expect(replies.slice(2, 4)).toEqual([
      '535 Incorrect authentication data',
      '504 NTLM authentication mechanism not supported',
    ]);
    expect(log[0]).toMatch(/^plain authenticator failed for .*: 535 Incorrect authentication data \(set_id=joe\)$/);
    expect(log.join()).not.toContain('guess');
  });
});

describe('a message refused while it comes', () => {
  const configuration = `message_size_limit = 1K\n${ACL}r:\n  accept\nd:\n  accept\n`;

  it('is told in the log, and nothing of it is left', async () => {
    const { replies, log } = await say(configuration, [
      ...MAIL,
      'RCPT TO:<joe@our.example>',
      'DATA',
      'Subject: large',
      '',
      ...Array.from({ length: 40 }, () => 'x'.repeat(50)),
      '.',
      'QUIT',
    ]);
    expect(replies.at(-2)).toBe('552 Message size exceeds maximum permitted');
    expect(log[0]).toMatch(/rejected from <ann@example\.org> .*: message too big: read=\d+ max=1024$/);
    expect(log.join('\n')).not.toContain('<=');
  });

  it('lets no name out of a message become a file', async () => {
    const acl =
      'acl_smtp_rcpt = accept\nacl_smtp_mime = m\nbegin acl\nm:\n  warn decode = $mime_filename\n    logwrite = written\n  accept\n';
    const body = ['DATA', 'Content-Type: text/plain; name=../x', '', 'text', '.'];
    const { log, replies } = await say(acl, [...MAIL, 'RCPT TO:<joe@our.example>', ...body]);
    expect(log[0]).toContain("Tainted filename '../x'");
    expect(log.join()).not.toContain('written');
    expect(replies.at(-2)).toMatch(/^250 OK id=/);
  });

  it('takes the word of a proxy for who the client is (XCLIENT)', async () => {
    const acl = 'acl_smtp_mail = m\nhosts_xclient = 192.0.2.1\nbegin acl\nm:\n  accept message = ';
    const shown = '$sender_host_address:$sender_host_port $sender_host_name $authenticated_id $proxy_local_address';
    const { replies } = await say(`${acl}${shown}\n`, [
      'EHLO x',
      'XCLIENT ADDR=IPV6:2001:db8::1 PORT=77 NAME=Foo.Example LOGIN=joe+2Bx',
      'EHLO y',
      'MAIL FROM:<a@b>',
      'XCLIENT ADDR=198.51.100.1 PORT=1',
      'RSET',
      'XCLIENT ADDR=198.51.100.1 PORT=x',
    ]);
    expect(replies[1]).toContain('\n250-XCLIENT ADDR NAME PORT LOGIN DESTADDR DESTPORT\n');
    expect(replies[2]).toBe('220 XCLIENT success');
    expect(replies[4]).toBe('250 2001:db8::1:77 foo.example joe+x 192.0.2.1');
    expect(replies[5]).toBe('503 mail transaction in progress');
    expect(replies[7]).toBe("501 failed xtext decode for XCLIENT: 'x'");
  });

  it('hears XCLIENT from nobody else', async () => {
    const named = await say('hosts_xclient = 192.0.2.9', ['EHLO x', 'XCLIENT ADDR=192.0.2.7 PORT=1']);
    expect(named.replies[2]).toBe('501 XCLIENT command used when not advertised');
    const unset = await say('', ['EHLO x', 'XCLIENT ADDR=192.0.2.7 PORT=1']);
    expect(unset.replies[2]).toBe('500 unrecognized command');
  });

  it('takes letters beyond ASCII in domains of mail that asks for SMTPUTF8, or where the configuration does', async () => {
    const acl = 'acl_smtp_rcpt = accept\n';
    const rcpt = 'RCPT TO:<a@m\xc3\xbcnchen.example>';
    const plain = await say(acl, ['EHLO x', 'MAIL FROM:<a@b>', rcpt]);
    expect(plain.replies[3]).toContain(
      '501 <a@m\u00fcnchen.example>: malformed address: \u00fcnchen.example> may not follow <a@m',
    );
    const asked = await say(acl, ['EHLO x', 'MAIL FROM:<a@b> SMTPUTF8', rcpt]);
    expect(asked.replies[3]).toBe('250 Accepted');
    const allowed = await say(`${acl}allow_utf8_domains`, ['EHLO x', 'MAIL FROM:<a@b>', rcpt]);
    expect(allowed.replies[3]).toBe('250 Accepted');
  });

  it('unfolds a%b@here for ACLs, and slows nobody down in a rehearsal', async () => {
    const { replies } = await say(
      'percent_hack_domains = p.example\nsmtp_ratelimit_hosts = *\nsmtp_ratelimit_rcpt = 1,1h,1.5,2h\n' +
        'acl_smtp_rcpt = r\nbegin acl\nr:\n  accept message = <$local_part@$domain>\n',
      [
        'EHLO x',
        'MAIL FROM:<a@b>',
        'RCPT TO:<c%d%e@p.example>',
        'RCPT TO:<c%d@q.example>',
        'RCPT TO:<c%p.example@p.example>',
      ],
    );
    expect(replies.slice(3, 6)).toEqual(['250 <c%d@e>', '250 <c%d@q.example>', '250 <c@p.example>']);
  });

  it('refuses a command of ETRN that has words of the client in it', async () => {
    const { replies, log } = await say('acl_smtp_etrn = accept\nsmtp_etrn_command = /bin/echo $domain', [
      'EHLO x',
      'ETRN #a',
    ]);
    expect(replies[2]).toBe('458 Internal failure');
    expect(log).toContain("failed to set up ETRN command: Tainted arg 1 for ETRN processing command: '#a'");
  });
});

describe('octets that are no UTF-8', () => {
  it('reach expansions, replies and logs as they came', async () => {
    const { replies, log } = await say(
      'helo_accept_junk_hosts = *\nacl_smtp_mail = m\nbegin acl\nm:\n  deny message = no ${length_3:${hex2b64:e9}}$sender_helo_name\n',
      ['EHLO a\xe9', 'MAIL FROM:<b\xfc@x.example>'],
    );
    expect(replies.at(-2)).toBe('550 no 6Q=a\ufffd');
    expect(log).toContain('H=(a\ufffd) [192.0.2.1] rejected MAIL <b\ufffd@x.example>: no 6Q=a\ufffd');
  });
  it('are no part of a domain', async () => {
    const { replies } = await say('allow_utf8_domains\n', [
      'EHLO x',
      'MAIL FROM:<a@b\xfc.example>',
      'MAIL FROM:<a@b\xc3\xbc.example>',
    ]);
    expect(replies.slice(2, 4)).toEqual(['501 <a@b\ufffd.example>: invalid UTF-8 byte sequence', '250 OK']);
  });
});

describe('WELLKNOWN', () => {
  const offered = 'wellknown_advertise_hosts = *\nacl_smtp_wellknown = w\nbegin acl\nw:\n';

  it('tells the file that the ACL names: its size, and xtext', async () => {
    const { replies } = await say(`${offered}  accept control = wellknown/test/fixtures/wellknown/security.txt\n`, [
      'EHLO x',
      'WELLKNOWN security.txt',
    ]);
    expect(replies[1]).toContain('\n250-WELLKNOWN\n250 HELP');
    expect(replies[2]?.split('\n')).toEqual([
      '250-SIZE=135',
      '250-Contact:+20mailto:security@example.org+0A',
      '250-Expires:+202030-01-01T00:00:00Z+0A',
      '250-#+20+2B+3D+09a+20line+20that+20is+20longer+20than+20what+20may+20stand+20on',
      '250 +20one+20of+20the+20answer+0A',
    ]);
  });
  it('is refused where the ACL names no file, one that is not there, or one that the client named', async () => {
    for (const [clause, reply] of [
      ['  accept\n', '451 Temporary local problem - please try later'],
      ['  accept control = wellknown/nothing/here\n', '550 Administrative prohibition'],
      ['  accept control = wellknown/$smtp_command_argument\n', '550 Administrative prohibition'],
      ['  deny message = not you\n', '550 not you'],
    ] as const)
      expect((await say(`${offered}${clause}`, ['EHLO x', 'WELLKNOWN package.json'])).replies[2]).toBe(reply);
  });
  it('is not permitted to whom it was not offered, and no command where nobody speaks of it', async () => {
    const { replies, log } = await say('acl_smtp_wellknown = accept\n', ['EHLO x', 'WELLKNOWN a']);
    expect(replies[2]).toBe('554 not permitted');
    expect(log).toContain('rejected "WELLKNOWN a" from (x) [192.0.2.1]');
    expect((await say('', ['EHLO x', 'WELLKNOWN a'])).replies[2]).toBe('500 unrecognized command');
  });
});

describe('a line in the manner of UUCP', () => {
  const MESSAGE = ['DATA', 'From ann@x.example Wed Nov 25 12:00:00 2026', 'Subject: hello', '', 'text', '.'];
  const wanted = `${ACL}r:\n  accept\nd:\n  accept logwrite = $h_subject: $message_body_size\n`;

  it('is taken away from what a host sends that is known to put it there', async () => {
    const { log } = await say(`ignore_fromline_hosts = 192.0.2.1\n${wanted}`, [
      ...MAIL,
      'RCPT TO:<joe@our.example>',
      ...MESSAGE,
    ]);
    expect(log[0]).toMatch(/ hello 5$/);
  });
  it('is the first line of the body else', async () => {
    const { log } = await say(wanted, [...MAIL, 'RCPT TO:<joe@our.example>', ...MESSAGE]);
    expect(log[0]).toMatch(/ 65$/);
  });
});
