/** The queue: what is delivered when, by whom it may be run, how long failures are borne. */
import { optionRows } from '../make.ts';

export const QUEUE_OPTIONS = optionRows('main', 'queue', [
  {
    name: 'auto_thaw',
    type: 'time',
    default: '0s',
    doc: 'A queue run tries a frozen message again when it has been frozen for so long; bounces stay frozen. Zero: never.',
  },
  {
    name: 'deliver_drop_privilege',
    type: 'boolean',
    doc: 'Deliveries run as the user of the mail system throughout, so that none can run as another user.',
  },
  {
    name: 'deliver_queue_load_max',
    type: 'fixed-point',
    doc: 'While the load of the system is above this, queue runs stop. Unset: no limit.',
  },
  {
    name: 'hold_domains',
    type: 'domain list',
    expanded: true,
    doc: 'Mail for these domains is kept in the queue, and not tried at all, until they are taken out of the list or it is forced.',
  },
  {
    name: 'ignore_bounce_errors_after',
    type: 'time',
    default: '10w',
    doc: 'A bounce that cannot be delivered is kept frozen for so long; then it is tried once more and dropped. Zero: dropped at once.',
  },
  {
    name: 'mua_wrapper',
    type: 'boolean',
    doc: 'We stand in for the sending part of a mail program: a message goes to a smart host at once, and the caller learns whether that worked; nothing is queued.',
  },
  {
    name: 'queue_domains',
    type: 'domain list',
    expanded: true,
    doc: 'Mail for these domains is not delivered as it arrives, but in a queue run.',
  },
  {
    name: 'queue_fast_ramp',
    type: 'boolean',
    default: 'true',
    doc: 'A queue run in two phases begins to deliver to a host while the first phase still routes. In 4.96 it was off.',
  },
  {
    name: 'queue_list_requires_admin',
    type: 'boolean',
    default: 'true',
    doc: 'Only administrators may list the whole queue; others see their own messages.',
  },
  {
    name: 'queue_only',
    type: 'boolean',
    doc: 'Messages are only put into the queue; deliveries are left to queue runs.',
  },
  {
    name: 'queue_only_file',
    type: 'string list',
    doc: 'Paths that make queue_only true while such a file is there; with smtp before the path it is as if queue_smtp_domains were *.',
  },
  {
    name: 'queue_only_load',
    type: 'fixed-point',
    doc: 'While the load of the system is above this, incoming messages are only queued. Unset: no limit.',
  },
  {
    name: 'queue_only_load_latch',
    type: 'boolean',
    default: 'true',
    doc: 'Once queue_only_load has been exceeded in a connection, all its further messages are queued.',
  },
  {
    name: 'queue_only_override',
    type: 'boolean',
    default: 'true',
    doc: 'Options of the command line that ask for a delivery at once count more than queue_only.',
  },
  {
    name: 'queue_run_in_order',
    type: 'boolean',
    doc: 'Queue runs take messages in the order of their arrival instead of a random one.',
  },
  {
    name: 'queue_run_max',
    type: 'string',
    expanded: true,
    default: '5',
    doc: 'So many queue runs at once. Zero: no limit.',
  },
  {
    name: 'queue_smtp_domains',
    type: 'domain list',
    expanded: true,
    doc: 'Mail for these domains is routed as it arrives, but sent to other hosts in a queue run.',
  },
  {
    name: 'prod_requires_admin',
    type: 'boolean',
    default: 'true',
    doc: 'Only administrators may start queue runs and deliveries of single messages.',
  },
  {
    name: 'remote_max_parallel',
    type: 'integer',
    default: '6',
    doc: 'So many deliveries to other hosts at once for one message. In 4.96 it was 2.',
  },
  {
    name: 'remote_sort_domains',
    type: 'domain list',
    expanded: true,
    doc: 'Deliveries to other hosts are done in the order in which their domains match this list.',
  },
  {
    name: 'retry_data_expire',
    type: 'time',
    default: '1w',
    doc: 'What is known of earlier failures is forgotten when it is older than this.',
  },
  {
    name: 'retry_interval_max',
    type: 'time',
    default: '1d',
    doc: 'No rule makes an interval between two attempts longer than this; more than a day is taken as a day.',
  },
  {
    name: 'smtp_accept_queue',
    type: 'integer',
    default: '0',
    doc: 'When there are more connections than this, messages are only queued. Zero: no limit.',
  },
  {
    name: 'smtp_accept_queue_per_connection',
    type: 'integer',
    default: '10',
    doc: 'So many messages of one connection are delivered at once; further ones are queued. Zero: no limit.',
  },
  {
    name: 'timeout_frozen_after',
    type: 'time',
    default: '0s',
    doc: 'A message that has been frozen for so long is given up at the next queue run: returned to its sender, or dropped where it is a bounce. Zero: never.',
  },
]);
