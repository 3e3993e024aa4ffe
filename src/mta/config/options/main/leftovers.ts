/** What has been, or belongs to C: read, and answered with what to do instead. */
import { optionRows } from '../make.ts';

const NO_PERL =
  'never: there is no Perl inside; put functions in JavaScript into a directory, and call them by ${dlfunc}';
const NO_LOCAL_SCAN =
  'never: nothing in C is linked in; an ACL with ${dlfunc} and a function in JavaScript, or acl_smtp_data, does it';
const SRS_IS_BUILT_IN =
  'never: the SRS library of 4.85 is not used; use ${srs_encode} in return_path and the condition inbound_srs';

export const LEFTOVER_OPTIONS = optionRows('main', 'leftovers', [
  {
    name: 'bi_command',
    status: 'works',
    type: 'string',
    doc: 'The program that -bi starts, for whoever builds databases of aliases by that.',
  },
  {
    name: 'daemon_modules_load',
    type: 'string list',
    status: 'never: shared objects cannot be loaded; everything that has a module in Exim is built in',
    doc: 'Modules that the daemon loads when it starts.',
  },
  {
    name: 'debug_store',
    type: 'boolean',
    status: 'never: it is about memory as C has it; leave it out',
    doc: 'Checks on the allocation of memory.',
  },
  {
    name: 'drop_cr',
    type: 'boolean',
    status: 'never: it has had no effect since Exim 4.21; leave it out',
    doc: 'Carriage returns were taken out of messages.',
  },
  {
    name: 'local_scan_path',
    type: 'string',
    status: NO_LOCAL_SCAN,
    doc: "The shared object with the function local_scan, in Debian's build.",
  },
  {
    name: 'local_scan_timeout',
    type: 'time',
    default: '5m',
    status: NO_LOCAL_SCAN,
    doc: 'So long the function local_scan may take.',
  },
  {
    name: 'panic_coredump',
    type: 'boolean',
    status: 'never: it is about a crash of a program in C; a bug here prints where it happened',
    doc: 'A crash leaves a core file.',
  },
  {
    name: 'perl_at_start',
    type: 'boolean',
    status: NO_PERL,
    doc: 'The embedded Perl is started at once.',
  },
  {
    name: 'perl_startup',
    type: 'string',
    status: NO_PERL,
    doc: 'What the embedded Perl runs when it starts.',
  },
  {
    name: 'perl_taintmode',
    type: 'boolean',
    status: NO_PERL,
    doc: 'The embedded Perl minds taint.',
  },
  {
    name: 'srs_config',
    type: 'string',
    status: SRS_IS_BUILT_IN,
    doc: 'Secret, age, length of hash and the rest for the SRS library, in one.',
  },
  {
    name: 'srs_hashlength',
    type: 'integer',
    default: '6',
    status: SRS_IS_BUILT_IN,
    doc: 'Characters of the hash in addresses of the SRS library.',
  },
  {
    name: 'srs_hashmin',
    type: 'integer',
    default: '-1',
    status: SRS_IS_BUILT_IN,
    doc: 'The fewest characters of the hash that the SRS library accepts.',
  },
  {
    name: 'srs_maxage',
    type: 'integer',
    default: '31',
    status: SRS_IS_BUILT_IN,
    doc: 'So many days the SRS library accepts an address.',
  },
  {
    name: 'srs_secrets',
    type: 'string list',
    status: SRS_IS_BUILT_IN,
    doc: 'Secrets of the SRS library: the first signs, all verify.',
  },
  {
    name: 'srs_usehash',
    type: 'boolean',
    default: 'true',
    status: SRS_IS_BUILT_IN,
    doc: 'Addresses of the SRS library have a hash.',
  },
  {
    name: 'srs_usetimestamp',
    type: 'boolean',
    default: 'true',
    status: SRS_IS_BUILT_IN,
    doc: 'Addresses of the SRS library have a time.',
  },
  {
    name: 'tcp_wrappers_daemon_name',
    type: 'string',
    default: 'exim',
    status: 'never: the library of TCP wrappers is not used; acl_smtp_connect with hosts does it',
    doc: 'The name under which files of TCP wrappers know us.',
  },
]);
