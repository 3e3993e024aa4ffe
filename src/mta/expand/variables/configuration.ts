import { asked } from './make.ts';

/** What the configuration says. */
export const CONFIGURATION_VARIABLES = asked({
  group: 'configuration',
  rows: {
    primary_hostname: 'The name of this host.',
    qualify_domain: 'The domain that unqualified senders get.',
    qualify_recipient: 'The domain that unqualified recipients get.',
    spool_directory: 'Where the spool is.',
  },
});
