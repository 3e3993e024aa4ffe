/** autoreply, lmtp and queuefile. */
import { type OptionDraft, optionRows, working } from '../make.ts';

const header = (name: string, doc: string): OptionDraft => ({
  name,
  type: 'string',
  expanded: true,
  when: 'delivery',
  doc,
});

export const AUTOREPLY_OPTIONS = optionRows(
  'transport/autoreply',
  'autoreply',
  working([
    header('bcc', 'Further recipients of the reply, who are not named in it.'),
    header('cc', 'Further recipients of the reply, named in Cc:.'),
    header('file', 'A file with the text of the reply.'),
    { name: 'file_expand', type: 'boolean', doc: 'The lines of file are expanded.' },
    { name: 'file_optional', type: 'boolean', doc: 'Where file is not there, the reply goes without it.' },
    header('from', 'What stands in From: of the reply.'),
    header('headers', 'Further header lines of the reply.'),
    header('log', 'A file in which replies are logged.'),
    { name: 'mode', type: 'octal integer', default: '0600', doc: 'The mode of log and of once.' },
    { name: 'never_mail', type: 'address list', expanded: true, when: 'delivery', doc: 'Addresses that get no reply.' },
    {
      ...header(
        'once',
        "A file of who has had a reply: each gets one. It has the form that once_file_size gives it; Exim's databases are not read.",
      ),
      keywords: ['vacation'],
    },
    {
      name: 'once_file_size',
      type: 'size',
      default: '0',
      doc: 'The size of a file of its own format for once, which forgets the oldest beyond it. Zero: a database.',
    },
    header('once_repeat', 'After this time once lets somebody have another reply. Unset or zero: never.'),
    header('reply_to', 'What stands in Reply-To: of the reply.'),
    { name: 'return_message', type: 'boolean', doc: 'The reply has the message it answers.' },
    header('subject', 'What stands in Subject: of the reply.'),
    header('text', 'The text of the reply, before that of file.'),
    header('to', 'Who gets the reply.'),
  ]),
);

export const LMTP_OPTIONS = optionRows(
  'transport/lmtp',
  'lmtp',
  working([
    header('batch_id', 'Addresses for which this comes out alike are delivered together.'),
    { name: 'batch_max', type: 'integer', default: '1', doc: 'So many addresses are delivered together.' },
    header('command', 'The program that speaks LMTP on its standard input and output, and its arguments.'),
    { name: 'ignore_quota', type: 'boolean', doc: 'Where it is offered, IGNOREQUOTA is asked for.' },
    { ...header('socket', 'The socket on which LMTP is spoken.'), keywords: ['dovecot'] },
    { name: 'timeout', type: 'time', default: '5m', doc: 'So long we wait for an answer.' },
  ]),
);

export const QUEUEFILE_OPTIONS = optionRows(
  'transport/queuefile',
  'queuefile',
  working([header('directory', 'The directory into which the files of the message in the queue are copied.')]),
);
