/** Automatic answers: who gets them, what stands in them, when there is none, and what goes wrong. */
import { differing, from, type KnownDifference, one, redirect, remote, type Scenario, type World } from '../types.ts';

const ANSWERS: readonly (readonly [name: string, options: string, router?: string])[] = [
  ['plain', 'to = $sender_address\nsubject = Re: $h_subject:\ntext = "Hello $sender_address_local_part,\\nI am away."'],
  [
    'fields',
    'to = "Ann <ann@example.org>, eve@example.net"\ncc = bob@example.org\nbcc = hidden@example.org\nfrom = robot@example.org\nreply_to = help@example.org\nheaders = "X-Loop: me\\nX-Two: 2"\ntext = x',
  ],
  ['notext', 'to = $sender_address'],
  ['noto', 'text = x'],
  ['badto', 'to = "not an address"\ntext = x'],
  ['emptyto', 'to = ${if eq{a}{b}{x}}\ntext = x'],
  ['onlycc', 'cc = bob@example.org\ntext = x'],
  ['twolines', 'to = $sender_address\nsubject = "one\\ntwo"\ntext = x'],
  ['control', 'to = $sender_address\nsubject = "a\\tb"\ntext = x'],
  ['badsubject', 'to = $sender_address\nsubject = "one\\n\\ntwo"\ntext = x'],
  ['quoted', 'to = $sender_address\ntext = "As you wrote:\\n"\nreturn_message'],
  ['quotedbody', 'to = $sender_address\nreturn_message\nbody_only'],
  ['quotedheaders', 'to = $sender_address\nreturn_message\nheaders_only\nheaders_add = X-Added: 1'],
  ['file', 'to = $sender_address\nfile = PLACE/words\nfile_expand'],
  ['filetext', 'to = $sender_address\ntext = first\\n\nfile = PLACE/words'],
  ['filebad', 'to = $sender_address\nfile = PLACE/badwords\nfile_expand'],
  ['nofile', 'to = $sender_address\nfile = PLACE/nowords'],
  ['nofileoptional', 'to = $sender_address\nfile = PLACE/nowords\nfile_optional\ntext = anyway'],
  ['never', 'to = $sender_address\nnever_mail = ann@example.org : eve@*\ntext = x'],
  ['nevernot', 'to = $sender_address\nnever_mail = !ann@example.org : *\ntext = x'],
  ['nevertwo', 'to = $sender_address, bob@example.org\nnever_mail = ann@example.org\ntext = x'],
  ['once', 'to = $sender_address\nonce = PLACE/once-$local_part\nonce_repeat = 1h\nlog = BOX/answers\ntext = x'],
  ['oncesize', 'to = $sender_address\nonce = PLACE/once2-$local_part\nonce_file_size = 1K\ntext = x'],
  ['oncebad', 'to = $sender_address\nonce = PLACE/none/at/all\ntext = x'],
  ['oncetime', 'to = $sender_address\nonce = PLACE/once3-$local_part\nonce_repeat = whenever\ntext = x'],
  ['logged', 'to = $sender_address\nsubject = "a subject"\nlog = BOX/answers\ntext = x\nmode = 0600'],
  ['logbad', 'to = $sender_address\nlog = PLACE/none/answers\ntext = x'],
  ['long', 'to = $sender_address\ntext = "${sg{0123456789}{.}{abcdefghij0123456789}}\\n"'],
  ['utf', 'to = $sender_address\nsubject = "gr\\303\\274\\303\\237e"\ntext = "gr\\303\\274\\303\\237e\\n"'],
  ['references', 'to = $sender_address\ntext = x'],
  ['expandbad', 'to = $sender_address\ntext = ${if eq{a}}'.replace('${if eq{a}}', '${expand:\\${if eq{a}}}')],
  ['expandfail', 'to = ${if eq{a}{b}{x}fail}\ntext = x'],
  ['autosub', 'to = $sender_address\nheaders = Auto-Submitted: auto-replied\ntext = x'],
  [
    'subjectof',
    'to = $sender_address\nsubject = ${if def:h_subject: {Re: ${quote:${escape:${length_20:$h_subject:}}}}{none}}\ntext = x',
  ],
  ['beside', 'to = $sender_address\ntext = x', 'unseen'],
  ['returns', 'to = $sender_address\nreturn_path = bounce@example.org\ntext = $return_path'],
  ['toremote', 'to = x@hop0.example, zed@hop0.example\ntext = x'],
  ['tomany', 'to = ann@example.org, bob@example.org, nobody@example.org\ntext = x'],
];

const configuration: World['configuration'] = ({ folder, hops }) =>
  `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
acl_not_smtp = accept
delay_warning =
dsn_advertise_hosts = *
keep_environment =
begin routers
${ANSWERS.map(([name, , router = '']) => `r_${name}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${name}\n${router === '' ? '' : `  ${router}\n`}  transport = answer_${name}\n`).join('')}
${redirect('both', 'data = plain, ann')}
${remote('hop0', `127.0.0.1::${hops[0]}`)}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : hidden : robot : help : beside
  transport = box
begin transports
box:
  driver = appendfile
  file = BOX/$local_part_data
  return_path_add
  envelope_to_add
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
${ANSWERS.map(
  ([name, options]) =>
    `answer_${name}:\n  driver = autoreply\n${options
      .split('\n')
      .map((line) => `  ${line}\n`)
      .join('')}`,
).join('')}
begin retry
* * F,2h,15m
`
    .replaceAll('BOX', `${folder}/box`)
    .replaceAll('PLACE', folder);

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

const KNOWN: Readonly<Record<string, KnownDifference>> = {
  noto: { because: 'nobody is asked to send it, and so nobody complains', lines: /no recipient/ },
  emptyto: { because: 'nobody is asked to send it, and so nobody complains', lines: /no recipient/ },
  badto: {
    because: 'what cannot be read of its recipients is left out, and there is no second try',
    lines: /badto|bad addresses|malformed recipient|Completed/,
  },
  oncebad: { because: 'there is no database of theirs', lines: /oncebad@example\.org R=r_oncebad/ },
  oncetime: { because: 'the file is looked at first', lines: /./ },
  'none to a bounce': { because: 'nobody complains, and so ids are others', lines: /./ },
  'an automatic message': { because: 'RFC 3834: automatic messages are not answered', lines: /./ },
};

export const answering: World = {
  name: 'answering',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  files: { words: 'Dear $sender_address,\nthis is a file.\n', badwords: 'A word.\n${if eq{a}}\nMore.\n' },
  scenarios: differing(
    [
      ...ANSWERS.map(([name]) => own(name, name)),
      own('once, again', 'once'),
      from('bob@example.org', 'once, another', 'once@example.org'),
      own('once_file_size, again', 'oncesize'),
      from('', 'none to a bounce', 'plain@example.org', 'fields@example.org'),
      from('nobody@example.org', 'to nobody', 'plain@example.org'),
      from('zed@hop0.example', 'to one who refuses', 'plain@example.org'),
      { ...own('References', 'references'), header: 'References: <a@b> <c@d>\nIn-Reply-To: <c@d>\n' },
      {
        ...own('a long References', 'references'),
        header: `References: ${Array.from({ length: 20 }, (_, at) => `<id${at}@far.example>`).join('\n ')}\n`,
      },
      { ...own('a subject of other letters', 'plain', 'subjectof'), header: 'Comments: \xe4\n' },
      { ...own('a long subject', 'subjectof'), header: 'Subject: more than twenty letters are here\n' },
      { ...own('an automatic message', 'plain'), header: 'Auto-Submitted: auto-generated\n' },
      { ...own('an answer and a DSN', 'both'), mail: 'RET=HDRS' },
      {
        ...one('NOTIFY=SUCCESS', 'plain@example.org NOTIFY=SUCCESS', 'beside@example.org NOTIFY=SUCCESS'),
        mail: 'ENVID=z',
      },
      { ...own('a long message quoted', 'quoted'), body: 'Some words of a line.\n'.repeat(300) },
    ],
    KNOWN,
  ),
};
