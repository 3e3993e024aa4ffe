/** Where an ACL runs: what may stand in it there, and how Exim calls the place. */
import { ACL_PHASES, type AclWord } from '../../config/index.ts';
import type { AclSite } from '../types.ts';

export const isPermitted = ({ only, elsewhere }: AclWord, site: AclSite): boolean =>
  only === undefined || (site === 'unknown' ? elsewhere === true : only.includes(site));

export const placeName = (site: AclSite): string => (site === 'unknown' ? 'unknown' : ACL_PHASES[site].place);

/** ACLs that decide about a message, and may put fields into it. */
const MESSAGE_SITES = new Set<AclSite>([
  ...(['rcpt', 'mail', 'predata', 'mime', 'dkim', 'data', 'prdr', 'not-smtp', 'not-smtp-mime'] as const),
]);

export const isMessageSite = (site: AclSite): boolean => MESSAGE_SITES.has(site);
