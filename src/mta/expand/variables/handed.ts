import { asked } from './make.ts';

const numbered = (prefix: string, first: number, last: number, doc: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: last - first + 1 }, (_, index) => [`${prefix}${first + index}`, doc]));

/** What an event, an ACL's caller or a filter hands over. */
export const HANDED_VARIABLES = asked({
  group: 'handed over',
  rows: {
    event_name: 'The event that happens.',
    '!event_data': 'What there is to say about the event.',
    event_defer_errno: 'The error number of a deferral that the event is about.',
    '!tpda_delivery_ip': 'The host of a delivery, before events had their names (4.85).',
    tpda_delivery_port: 'The port of a delivery, before events had their names (4.85).',
    '!tpda_delivery_fqdn': 'The name of the host of a delivery, before events had their names (4.85).',
    '!tpda_delivery_local_part': 'The local part of a delivery, before events had their names (4.85).',
    '!tpda_delivery_domain': 'The domain of a delivery, before events had their names (4.85).',
    '!tpda_delivery_confirmation': 'What the host said to a delivery, before events had their names (4.85).',
    tpda_defer_errno: 'The error number of a deferral, before events had their names (4.85).',
    '!tpda_defer_errstr': 'The text of a deferral, before events had their names (4.85).',
    acl_narg: 'How many arguments the ACL was called with.',
    ...numbered('acl_arg', 1, 9, 'An argument that the ACL was called with.'),
    ...numbered('regex', 1, 9, 'A group of the last regular expression that a content condition matched.'),
  },
});
