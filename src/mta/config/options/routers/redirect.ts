/** redirect: aliases, forward files and filters: where the items come from, and what may be among them. */
import { type OptionDraft, optionRows, working } from '../make.ts';

const flag = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'boolean',
  doc,
  ...more,
});

const transport = (name: string, doc: string): OptionDraft => ({ name, type: 'string', expanded: true, doc });

export const REDIRECT_OPTIONS = optionRows(
  'router/redirect',
  'redirect',
  working([
    flag('allow_defer', 'Items :defer: are allowed.'),
    flag('allow_fail', 'Items :fail: are allowed.'),
    flag('allow_filter', 'The items may be a filter, of Exim or Sieve.', { status: 'planned', keywords: ['sieve'] }),
    flag('allow_freeze', 'Filters may freeze the message.', { status: 'planned' }),
    flag(
      'check_ancestor',
      'A new address that equals one it has come from is taken for the address the router works on.',
    ),
    flag(
      'check_group',
      'The file must belong to a group in owngroups, or to that of the user. On with check_local_user where the group may write.',
    ),
    flag('check_owner', 'The file must belong to the user or to one in owners. On with check_local_user.'),
    {
      name: 'data',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'The items themselves: addresses, files, pipes, and words in colons. Empty, the router declines. A look-up makes an alias file of it.',
      keywords: ['alias', 'aliases'],
    },
    transport('directory_transport', 'The transport for items that are paths with a slash at the end.'),
    {
      name: 'file',
      type: 'string',
      expanded: true,
      when: 'recipient',
      doc: 'The file with the items, as $home/.forward. Where there is none, the router declines.',
      keywords: ['forward', '.forward'],
    },
    transport('file_transport', 'The transport for items that are paths.'),
    flag('filter_prepend_home', "Paths in filters that do not begin with a slash are under the user's home.", {
      status: 'planned',
      default: 'true',
    }),
    flag('hide_child_in_errmsg', 'Bounces do not name the addresses the router has made.'),
    flag('ignore_eacces', 'A file that may not be read is taken not to be there.'),
    flag('ignore_enotdir', 'A file whose directory is none is taken not to be there.'),
    { name: 'include_directory', type: 'string', doc: 'The directory in which files of :include: must be.' },
    { name: 'modemask', type: 'octal integer', default: '022', doc: 'Mode bits the file must not have.' },
    flag(
      'one_time',
      'Addresses that cannot be delivered at once take the place of the one they come from, so that the items are read only once.',
    ),
    { name: 'owners', type: 'user list', doc: 'Users who may own the file.' },
    { name: 'owngroups', type: 'group list', doc: 'Groups that may own the file.' },
    transport('pipe_transport', 'The transport for items that are commands.'),
    {
      name: 'qualify_domain',
      type: 'string',
      expanded: true,
      doc: 'The domain for items without one. Unset, it is qualify_recipient.',
    },
    flag('qualify_preserve_domain', 'Items without a domain get that of the address they come from.'),
    flag('repeat_use', 'The router runs for addresses that come from one it has handled.', { default: 'true' }),
    { ...transport('reply_transport', 'The transport for replies of filters.'), status: 'planned' },
    flag('rewrite', 'New addresses are rewritten by the rules of the configuration.', { default: 'true' }),
    flag('skip_syntax_errors', 'Items that are not right are left out, instead of making the address wait.'),
    {
      name: 'syntax_errors_text',
      type: 'string',
      expanded: true,
      doc: 'A text put into the mail to syntax_errors_to.',
    },
    {
      name: 'syntax_errors_to',
      type: 'string',
      doc: 'Who is told of items that were left out.',
    },
  ]),
);
