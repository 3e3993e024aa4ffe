import { asked } from './make.ts';

/** The address that is being checked, routed or delivered. */
export const ADDRESS_VARIABLES = asked({
  group: 'address',
  rows: {
    '!local_part': 'The local part, without prefix and suffix.',
    '!domain': 'The domain.',
    local_part_data: 'What the list that matched the local part knows of it.',
    domain_data: 'What the list that matched the domain knows of it.',
    '!sender_address': 'The envelope sender.',
    '!sender_host_address': 'The IP address of the client.',
    '!sender_helo_name': 'What the client calls itself.',
  },
});
