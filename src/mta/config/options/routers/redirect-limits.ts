/** redirect: what users' items and filters must not do, and what Sieve needs. */
import { type OptionDraft, optionRows } from '../make.ts';

const forbid = (name: string, what: string, status: OptionDraft['status'] = 'planned'): OptionDraft => ({
  name,
  type: 'boolean',
  status,
  doc: `${what} forbidden.`,
});

const SRS_IS_BUILT_IN =
  'never: the SRS library of 4.85 is not used; use ${srs_encode} in return_path and the condition inbound_srs';

export const REDIRECT_LIMITS = optionRows('router/redirect', 'redirect: what is forbidden', [
  forbid('forbid_blackhole', 'Items :blackhole: are', 'works'),
  forbid('forbid_exim_filter', "Filters in Exim's language are", 'works'),
  forbid('forbid_file', 'Items that are paths, and save in filters, are', 'works'),
  forbid('forbid_filter_dlfunc', 'The expansion item dlfunc in filters is'),
  forbid('forbid_filter_existstest', 'The expansion condition exists, and stat, in filters are'),
  forbid('forbid_filter_logwrite', 'The command logwrite in filters is'),
  forbid('forbid_filter_lookup', 'The expansion item lookup in filters is'),
  forbid('forbid_filter_perl', 'The expansion item perl in filters is'),
  forbid('forbid_filter_readfile', 'The expansion item readfile in filters is'),
  forbid('forbid_filter_readsocket', 'The expansion item readsocket in filters is'),
  forbid('forbid_filter_reply', 'The commands mail and vacation in filters are'),
  forbid('forbid_filter_run', 'The expansion item run in filters is'),
  forbid('forbid_include', 'Items :include: are', 'works'),
  forbid('forbid_pipe', 'Items that are commands, and pipe in filters, are', 'works'),
  forbid('forbid_sieve_filter', 'Filters in Sieve are', 'works'),
  forbid('forbid_smtp_code', 'An SMTP code at the beginning of the text of :fail: and :defer: is', 'works'),
]);

export const REDIRECT_SIEVE = optionRows('router/redirect', 'redirect: Sieve', [
  {
    name: 'sieve_enotify_mailto_owner',
    type: 'string',
    expanded: true,
    doc: 'The owner of a Sieve script, for notices by mail.',
  },
  { name: 'sieve_inbox', type: 'string', expanded: true, default: 'inbox', doc: 'The mailbox that keep means.' },
  { name: 'sieve_subaddress', type: 'string', expanded: true, doc: 'What :subaddress looks at in a Sieve script.' },
  { name: 'sieve_useraddress', type: 'string', expanded: true, doc: 'What :user looks at in a Sieve script.' },
  {
    name: 'sieve_vacation_directory',
    type: 'string',
    expanded: true,
    doc: 'The directory in which vacation remembers whom it has answered.',
  },
]);

export const REDIRECT_SRS = optionRows('router/redirect', 'redirect: SRS of 4.85', [
  {
    name: 'srs',
    type: 'string',
    status: SRS_IS_BUILT_IN,
    doc: 'Whether senders are rewritten by the SRS library, back, or both.',
  },
  {
    name: 'srs_alias',
    type: 'string',
    expanded: true,
    status: SRS_IS_BUILT_IN,
    doc: 'The domain of rewritten senders.',
  },
  {
    name: 'srs_condition',
    type: 'string',
    expanded: true,
    status: SRS_IS_BUILT_IN,
    doc: 'Senders are rewritten where this holds.',
  },
  {
    name: 'srs_dbinsert',
    type: 'string',
    expanded: true,
    status: SRS_IS_BUILT_IN,
    doc: 'Keeps an address under a key.',
  },
  {
    name: 'srs_dbselect',
    type: 'string',
    expanded: true,
    status: SRS_IS_BUILT_IN,
    doc: 'Finds an address by its key.',
  },
]);
