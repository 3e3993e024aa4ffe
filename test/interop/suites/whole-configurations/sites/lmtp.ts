/** A mail store behind LMTP: by a socket, by TCP and by a program; every recipient has a fate of his own. */
import { command, mail, type Site } from '../types.ts';

export const lmtp: Site = {
  name: 'lmtp-store',
  // A command runs as the user of the server and not as `user`; DATA goes out behind refused recipients; S= without the dot.
  differing: 16,
  configuration: `
domainlist local_domains = @ : store.example : tcp.example : program.example : one.example : pass.example
acl_smtp_rcpt = accept
log_selector = +all_parents +smtp_confirmation +received_recipients +delivery_size +address_rewrite
remote_max_parallel = 1
begin routers
suffixes:
  driver = accept
  domains = store.example : one.example
  local_part_suffix = +*
  local_part_suffix_optional
  local_part_prefix = own-
  local_part_prefix_optional
  transport = ${'$'}{if eq{$domain}{one.example}{socket_one}{socket}}
tcp:
  driver = manualroute
  domains = tcp.example
  route_list = * lmtp.ZONE byname
  transport = tcp
program:
  driver = accept
  domains = program.example
  local_part_suffix = +*
  local_part_suffix_optional
  transport = ${'$'}{if eq{$local_part}{nogreet}{ill_nogreet}{${'$'}{if eq{$local_part}{exit}{ill_exit}{program}}}}
gone:
  driver = accept
  domains = pass.example
  transport = ${'$'}{if eq{$local_part}{socket}{no_socket}{${'$'}{if eq{$local_part}{taint}{tainted}{no_program}}}}
begin transports
socket:
  driver = lmtp
  socket = FOLDER/lmtp.sock
  batch_max = 10
  user = mail
  rcpt_include_affixes
  return_path_add
  delivery_date_add
  envelope_to_add
  ignore_quota
socket_one:
  driver = lmtp
  socket = FOLDER/lmtp.sock
  user = mail
  headers_add = X-For: $local_part$local_part_suffix@$domain
  timeout = 10s
tcp:
  driver = smtp
  protocol = lmtp
  port = 25
  hosts_override
  rcpt_include_affixes
  lmtp_ignore_quota
program:
  driver = lmtp
  command = FOLDER/lmtpd store $primary_hostname
  batch_max = 5
  batch_id = $domain
  user = mail
  home_directory = /
ill_nogreet:
  driver = lmtp
  command = FOLDER/lmtpd nogreet
  user = mail
ill_exit:
  driver = lmtp
  command = FOLDER/lmtpd exit
  user = mail
tainted:
  driver = lmtp
  command = FOLDER/lmtpd $local_part
  user = mail
no_socket:
  driver = lmtp
  socket = FOLDER/none.sock
  user = mail
no_program:
  driver = lmtp
  command = FOLDER/none
  user = mail
begin retry
* * F,1h,1s
`,
  files: {
    lmtpd: {
      text: `#!/usr/bin/python3
import sys, os, pwd
w=lambda t:(sys.stdout.write(t+'\\r\\n'),sys.stdout.flush())
out=open('FOLDER/box/program','a',encoding='latin1')
out.write('args=%s user=%s cwd=%s\\n'%(sys.argv[1:],pwd.getpwuid(os.getuid()).pw_name,os.getcwd()))
if 'nogreet' in sys.argv[1]: w('421 not today'); sys.exit(0)
if 'exit' in sys.argv[1]: sys.exit(3)
w('220 lmtpd LMTP')
rcpt=[]
sys.stdin.reconfigure(encoding='latin1')
for line in sys.stdin:
    line=line.rstrip('\\r\\n'); out.write(line+'\\n'); verb=line.split(' ')[0].upper()
    if verb=='LHLO': w('250-lmtpd'); w('250-PIPELINING'); w('250 SIZE')
    elif verb=='MAIL': rcpt=[]; w('250 ok')
    elif verb=='RCPT':
        if 'zed' in line: w('550 5.1.1 no such user')
        elif 'tmp' in line: w('451 4.2.1 busy'); 
        else: rcpt.append(line); w('250 2.1.5 ok')
    elif verb=='DATA':
        if not rcpt: w('503 none'); continue
        w('354 go')
        for line in sys.stdin:
            line=line.rstrip('\\r\\n'); out.write(line+'\\n')
            if line=='.': break
        for one in rcpt:
            if 'full' in one: w('552-5.2.2 over'); w('552 5.2.2 quota')
            elif 'soft' in one: w('452 4.2.2 quota for now')
            elif 'die' in one: sys.exit(1)
            else: w('250 2.0.0 kept')
    elif verb=='QUIT': w('221 bye'); break
    else: w('250 ok')
`,
      mode: 0o755,
    },
  },
  steps: [
    mail('one by the socket', { to: ['ann@store.example'] }),
    mail('several by the socket', { to: ['ann@store.example', 'bob+lists@store.example', 'own-carol@store.example'] }),
    mail('each his fate', {
      to: [
        'ann@store.example',
        'zed@store.example',
        'dot4@store.example',
        'dot5@store.example',
        'tmpx@store.example',
        'box@store.example',
      ],
    }),
    mail('all refused', { to: ['zed@store.example', 'zed2@store.example'] }),
    mail('one a time', { to: ['ann+x@one.example', 'bob@one.example', 'zed@one.example'] }),
    mail('lost after the dot', { to: ['drop@store.example', 'ann@store.example'] }),
    mail('by TCP', {
      to: ['ann@tcp.example', 'zed@tcp.example', 'dot4@tcp.example', 'dot5@tcp.example', 'bob@tcp.example'],
    }),
    mail('by TCP, mail refused', { to: ['ann@tcp.example'], sender: 'mail5@client.example' }),
    mail('mail deferred', { to: ['ann@store.example'], sender: 'mail4@client.example' }),
    mail('data deferred', { to: ['data4@store.example', 'ann@store.example'] }),
    mail('by a program', { to: ['ann+tag@program.example', 'bob@program.example'] }),
    mail('its fates', {
      to: [
        'ann@program.example',
        'zed@program.example',
        'tmp@program.example',
        'full@program.example',
        'soft@program.example',
      ],
    }),
    mail('it does not greet', { to: ['nogreet@program.example'] }),
    mail('it ends', { to: ['exit@program.example'] }),
    mail('it dies', { to: ['die@program.example', 'ann@program.example'] }),
    mail('no socket', { to: ['socket@pass.example'] }),
    mail('a command of the sender', { to: ['taint@pass.example'] }),
    mail('no program', { to: ['ann@pass.example'] }),
    command('-Mrm ID', { title: 'away' }),
    mail('octets and dots', {
      to: ['ann@store.example', 'ann@tcp.example', 'ann@program.example'],
      body: '.\n..\nGrüße\n',
    }),
    mail('the null sender', { to: ['ann@store.example', 'zed@store.example'], sender: '' }),
    mail('with DSN', {
      to: ['ann@store.example NOTIFY=SUCCESS', 'ann@tcp.example NOTIFY=SUCCESS', 'ann@program.example NOTIFY=NEVER'],
      sender: 'ann@store.example',
    }),
    command('-bp', { anyOrder: true }),
    command('-bt ann+x@store.example own-ann@store.example ann@tcp.example ann@program.example'),
    command('-bP transport socket'),
    command('-qff', { afterMs: 1100 }),
    command('-Mrm ID'),
  ],
};
