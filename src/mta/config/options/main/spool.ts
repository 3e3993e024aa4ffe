/** The spool, and the space it needs. */
import { optionRows } from '../make.ts';

export const SPOOL_OPTIONS = optionRows('main', 'spool', [
  {
    name: 'check_log_inodes',
    type: 'integer',
    default: '100',
    status: 'works',
    doc: 'Messages are not taken while the disk of the logs has fewer free inodes. In 4.85 it was 0, which checks nothing.',
  },
  {
    name: 'check_log_space',
    type: 'size in K',
    default: '10M',
    status: 'works',
    doc: 'Messages are not taken while the disk of the logs has less free space. In 4.85 it was 0, which checks nothing.',
  },
  {
    name: 'check_spool_inodes',
    type: 'integer',
    status: 'works',
    default: '100',
    doc: 'MAIL gets 452 while the disk of the spool has fewer free inodes. In 4.85 it was 0, which checks nothing.',
  },
  {
    name: 'check_spool_space',
    type: 'size in K',
    status: 'works',
    default: '10M',
    doc: 'MAIL gets 452 while the disk of the spool has less free space. In 4.85 it was 0, which checks nothing.',
    keywords: ['disk full'],
  },
  {
    name: 'disable_fsync',
    status: 'never: what was answered 250 is on the disk, and many messages share one flush; leave it out',
    type: 'boolean',
    doc: 'Messages are taken over before they are safe on the disk: fast, and lost in a crash.',
  },
  {
    name: 'keep_malformed',
    type: 'time',
    status: 'works',
    default: '4d',
    doc: 'A message in the queue that cannot be read is removed when it is so old.',
  },
  {
    name: 'lookup_open_max',
    status: 'works',
    type: 'integer',
    default: '25',
    doc: 'So many files of look-ups are kept open.',
  },
  {
    name: 'move_frozen_messages',
    type: 'boolean',
    status: 'never: messages are not files of their own here; `mxray queue list` shows frozen ones alone',
    doc: 'Frozen messages are moved to directories of their own.',
  },
  {
    name: 'split_spool_directory',
    status: 'never: the queue is a database here, and has no directory that could get too big; leave it out',
    type: 'boolean',
    doc: 'The queue is divided into 62 directories, so that none has too many files.',
  },
  {
    name: 'spool_directory',
    type: 'string',
    default: '/var/spool/exim4',
    expanded: true,
    when: 'start',
    status: 'works',
    doc: 'The directory of the queue, of what is known of earlier deliveries, and of everything else that is kept.',
  },
  {
    name: 'spool_wireformat',
    status: 'never: messages are always kept as they came on the wire; leave it out',
    type: 'boolean',
    doc: 'A message that came by BDAT may be kept with the line endings of the wire.',
  },
]);
