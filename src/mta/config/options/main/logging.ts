/** Logs. */
import { optionRows } from '../make.ts';

export const LOGGING_OPTIONS = optionRows('main', 'logging', [
  {
    name: 'event_action',
    type: 'string',
    expanded: true,
    doc: 'Expanded at each event of receiving (a connection, a message taken or refused, a TLS certificate seen), which $event_name names.',
    aliases: ['tpda_event_action'],
    keywords: ['TPDA', 'hook'],
  },
  {
    name: 'log_file_path',
    type: 'string list',
    expanded: true,
    when: 'start',
    doc: 'Where is logged: a path with %s for main, reject or panic, and %D or %M for the date; and syslog. Unset: log in the spool directory.',
    keywords: ['syslog', 'mainlog'],
  },
  {
    name: 'log_ports',
    type: 'string list',
    default: '*',
    doc: 'Ports that are named in log lines where log_selector asks for ports.',
  },
  {
    name: 'log_selector',
    type: 'string',
    doc: 'What is logged beyond the usual or not at all: names with + or - before them, as +tls_sni -queue_run.',
  },
  {
    name: 'log_timezone',
    type: 'boolean',
    doc: 'Times in log lines have the offset of the time zone.',
  },
  {
    name: 'message_logs',
    type: 'boolean',
    default: 'true',
    doc: 'Each message has a log of its own while it is queued.',
  },
  {
    name: 'preserve_message_logs',
    type: 'boolean',
    doc: 'The log of a message is kept in another directory when the message is done.',
  },
  {
    name: 'print_topbitchars',
    type: 'boolean',
    doc: 'Octets above 127 are written into logs as they are instead of as \\ and digits.',
  },
  {
    name: 'process_log_path',
    type: 'string',
    doc: 'The file into which processes write what they are doing when asked by exiwhat.',
  },
  {
    name: 'syslog_duplication',
    type: 'boolean',
    default: 'true',
    doc: 'A line that is for several logs goes to syslog once for each of them.',
  },
  {
    name: 'syslog_facility',
    type: 'string',
    doc: 'The facility of syslog: mail (also when unset), user, news, uucp, daemon, or local0 to local7.',
  },
  {
    name: 'syslog_pid',
    type: 'boolean',
    default: 'true',
    doc: 'Lines for syslog have the number of the process.',
  },
  {
    name: 'syslog_processname',
    type: 'string',
    default: 'exim',
    doc: 'The name under which lines go to syslog.',
  },
  {
    name: 'syslog_timestamp',
    type: 'boolean',
    default: 'true',
    doc: 'Lines for syslog have the time we put before lines in files.',
  },
  {
    name: 'timezone',
    type: 'string',
    doc: 'The time zone in which we work (TZ). Empty: what the system has. UTC is handled without a look into the files of zones.',
  },
  {
    name: 'write_rejectlog',
    type: 'boolean',
    default: 'true',
    doc: 'Refused messages are logged in a log of their own, with their headers.',
  },
]);
