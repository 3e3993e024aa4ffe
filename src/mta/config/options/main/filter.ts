/** The system filter, which every message goes through before it is routed. */
import { optionRows } from '../make.ts';

export const FILTER_OPTIONS = optionRows('main', 'system filter', [
  {
    name: 'system_filter',
    type: 'string',
    expanded: true,
    when: 'message',
    doc: 'The filter file that every message goes through when its delivery begins.',
  },
  {
    name: 'system_filter_directory_transport',
    type: 'string',
    expanded: true,
    doc: 'The transport for save commands of the system filter whose path ends in a slash.',
  },
  {
    name: 'system_filter_file_transport',
    type: 'string',
    expanded: true,
    doc: 'The transport for save commands of the system filter.',
  },
  {
    name: 'system_filter_group',
    type: 'group',
    doc: 'The group the system filter runs as.',
  },
  {
    name: 'system_filter_pipe_transport',
    type: 'string',
    expanded: true,
    doc: 'The transport for pipe commands of the system filter.',
  },
  {
    name: 'system_filter_reply_transport',
    type: 'string',
    expanded: true,
    doc: 'The transport for mail commands of the system filter.',
  },
  {
    name: 'system_filter_user',
    type: 'user',
    doc: 'The user the system filter runs as. Unset, it is that of the mail system.',
  },
]);
