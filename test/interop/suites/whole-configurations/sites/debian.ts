/** Debian's own configuration, as its template makes it: behind a smarthost with AUTH, and in the Internet. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programs } from '../../../peers/programs.ts';
import { command, mail, type Site, talk } from '../types.ts';

const TEMPLATE = join(dirname(programs.exim), '../../etc/exim4/exim4.conf.template');

/** What update-exim4.conf puts in place of its mark. */
const debian = (macros: Readonly<Record<string, string>>): string =>
  readFileSync(TEMPLATE, 'utf8')
    .replace(/^exim_path = .*$/m, '')
    .replace(/^spool_directory = .*$/m, '')
    .replace(/^keep_environment =.*$/gm, '')
    .replace('CONFDIR = /etc/exim4', 'CONFDIR = FOLDER')
    .replaceAll('/etc/aliases', 'FOLDER/aliases')
    .replaceAll('/etc/email-addresses', 'FOLDER/email-addresses')
    .replace(/^(mail_spool|maildir_home):$/gm, '$1:\n  current_directory = /')
    .replaceAll('/var/mail/', 'FOLDER/box/')
    .replaceAll('$home/.forward', 'FOLDER/home/$local_part_data/.forward')
    .replace(
      /^UPEX4CmacrosUPEX4C = 1$/m,
      Object.entries(macros)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );

const usual = {
  MAIN_LOCAL_DOMAINS: '@:localhost:home.example',
  MAIN_RELAY_TO_DOMAINS: 'relayed.example',
  ETC_MAILNAME: 'home.example',
  LOCAL_DELIVERY: 'mail_spool',
  MAIN_RELAY_NETS: 'NET.1 : NET.2',
  DC_minimaldns: 'true',
};

const files = {
  aliases: `postmaster: root
webmaster: news, someone@away.example
all: news, irc, uucp,
  "|/bin/cat >/dev/null"
refused: :fail: no such list any more
later: :defer: come back
nobody: :blackhole:
log: FOLDER/box/appended
`,
  'email-addresses': 'news: newsmaster@public.example\n',
  'passwd.client': { text: '*.ZONE:user:secret\n', mode: 0o640, owner: [0, 993] as const },
  'home/irc/': { text: '', owner: [39, 39] as const, mode: 0o700 },
  'home/irc/.forward': { text: 'friend@away.example\n\\irc\n', owner: [39, 39] as const },
  'home/uucp/': { text: '', owner: [10, 10] as const, mode: 0o755 },
  'home/uucp/.forward': { text: 'not a valid line at all <\n', owner: [10, 10] as const },
  'home/games/': { text: '', owner: [5, 60] as const, mode: 0o755 },
  'home/games/.forward': { text: '|FOLDER/collect games\n', owner: [5, 60] as const },
  collect: { text: '#!/bin/sh\n(echo "$@"; id -un; cat) >> FOLDER/box/collected\n', mode: 0o755 },
};

export const smarthost: Site = {
  name: 'debian-smarthost',
  // U= of what routing reports (Exim routes as root), BDAT behind MAIL, options of -bP that 4.96 has not.
  differing: 13,
  configuration: debian({
    ...usual,
    DCconfig_smarthost: '1',
    DCsmarthost: 'secure.ZONE',
    REMOTE_SMTP_SMARTHOST_TLS_VERIFY_HOSTS: ':',
    CHECK_RCPT_VERIFY_SENDER: '1',
  }),
  files,
  steps: [
    mail('a local user', { to: ['news@home.example'] }),
    mail('from elsewhere to one with a low uid', { to: ['news@home.example'] }, { from: 7 }),
    mail('through the smarthost with AUTH', { sender: 'news@home.example', to: ['a@away.example', 'b@other.example'] }),
    mail('a bad recipient at the smarthost', {
      sender: 'news@home.example',
      to: ['zed@away.example', 'ok@away.example'],
    }),
    mail('aliases', { to: ['all@home.example', 'webmaster@home.example'] }),
    mail('aliases that refuse', {
      to: ['refused@home.example', 'later@home.example', 'nobody@home.example', 'log@home.example'],
    }),
    mail('a forward file', { to: ['irc@home.example'] }),
    mail('a forward file with an error', { to: ['uucp@home.example'] }),
    mail('a forward file that is a pipe', { to: ['games@home.example'] }),
    mail('nobody of that name', { to: ['stranger@home.example'] }),
    mail('relaying refused', { to: ['x@far.example'] }, { from: 7 }),
    mail('relayed', { to: ['x@relayed.example'] }, { from: 7 }),
    mail('odd characters', { to: ['a%b@home.example', '"a|b"@far.example', '.x@home.example'] }),
    mail('a header of bad syntax', { to: ['news@home.example'], more: 'Cc: <broken, "x\n' }),
    mail('a line too long', { to: ['news@home.example'], body: `${'x'.repeat(1200)}\n` }),
    mail('without Date and Message-ID', {
      sender: 'news@home.example',
      header: 'From: news\nTo: a@away.example\nSubject: bare\n',
      to: ['a@away.example'],
    }),
    command('-bt news@home.example zed@away.example all@home.example refused@home.example irc stranger'),
    command('-bv news@home.example refused@home.example stranger@home.example later@home.example'),
    command('-i -t', {
      title: 'a message of root with -t',
      input: 'To: news@home.example, a@away.example\nBcc: irc@home.example\nSubject: by hand\n\nText.\n',
    }),
    command('-i -f news@home.example root', { title: 'to root', input: 'Subject: to root\n\nText.\n.\nmore\n' }),
    command('-bp'),
    command('-brw news@home.example'),
    command('-bP qualify_domain local_domains trusted_users'),
    command('-bP router smarthost'),
    command('-bP transport mail_spool'),
    command('-be $primary_hostname ${lookup{webmaster}lsearch{FOLDER/aliases}} ${run{/bin/echo x}}'),
    mail('the null sender', { sender: '', to: ['stranger@home.example', 'news@home.example'] }),
  ],
};

export const internet: Site = {
  name: 'debian-internet',
  // Retries of two hosts at once, -Mvh of a spool that is another, rewriting of our own Mailer-Daemon, postmaster unqualified.
  differing: 12,
  configuration: debian({
    ...usual,
    DCconfig_internet: '1',
    ROUTER_DNSLOOKUP_IGNORE_TARGET_HOSTS: '<; 0.0.0.0 ; 10.0.0.0/8',
    CHECK_RCPT_VERIFY_SENDER: '1',
    CHECK_DATA_VERIFY_HEADER_SENDER: '1',
    LOCAL_DELIVERY: 'maildir_home',
    MAILDIR_HOME_CREATE_DIRECTORY: '1',
    MAILDIR_HOME_CREATE_FILE: 'anywhere',
    MAILDIR_HOME_MAILDIR_LOCATION: 'FOLDER/box/Maildir-$local_part_data',
    MAIN_LOG_SELECTOR: '+all -pid -arguments',
    HIDE_MAILNAME: '1',
    DCreadhost: 'visible.example',
  }),
  files: {
    ...files,
    hubbed_hosts: 'hub.example: plain.ZONE\n*.inner.example: modern.ZONE\n',
    local_sender_blacklist: 'bad@client.example\n',
    local_host_blacklist: 'NET.66\n',
  },
  steps: [
    mail('a Maildir', { to: ['news@home.example'] }),
    mail('by MX to a plain host', {
      sender: 'news@home.example',
      to: ['a@mail.ZONE', 'b@mail.ZONE'],
      header:
        'From: news@home.example\nTo: a@mail.ZONE\nCc: irc@home.example\nSubject: hidden name\nMessage-Id: <x@y>\nDate: Thu, 26 Nov 2026 00:00:00 +0000\n',
    }),
    mail('to a modern host', { to: ['a@new.ZONE'], body: 'Grüße\n' }),
    mail('the first host is dead', { to: ['a@two.ZONE'] }),
    mail('no such domain', { to: ['a@nothing.ZONE', 'a@gone.ZONE', 'a@null.ZONE', 'a@loop.ZONE'] }),
    mail('hubbed hosts', { to: ['a@hub.example', 'b@x.inner.example'] }),
    mail('an open sender', { sender: 'x@nothing.ZONE', to: ['news@home.example'] }, { from: 7 }),
    mail('a listed sender', { sender: 'bad@client.example', to: ['news@home.example'] }, { from: 7 }),
    mail('a listed host', { to: ['postmaster@home.example', 'irc@home.example'] }, { from: 66 }),
    mail('hosts of other moods', { to: ['a@down.ZONE', 'a@busymail.ZONE', 'a@closedmail.ZONE'] }),
    command('-bp'),
    command('-Mvh ID1', { title: 'headers of what waits' }),
    command('-Mvl ID1', { title: 'its log' }),
    command('-qff', { title: 'a forced run' }),
    command('-Mf ID'),
    command('-bp', { title: 'frozen listed' }),
    command('-Mt ID'),
    command('-Mmad ID'),
    command('-Mg ID1'),
    talk('SMTP by hand', [
      'HELO x',
      'VRFY news',
      'EXPN all',
      'MAIL FROM:<ann@client.example> SIZE=10',
      'RCPT TO:<news@home.example>',
      'RSET',
      'NOOP',
      'HELP',
      'ETRN x',
      'RCPT TO:<x@y>',
      'DATA',
      'XYZZY',
      'QUIT',
    ]),
  ],
};
