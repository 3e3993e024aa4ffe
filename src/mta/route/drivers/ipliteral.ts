/** ipliteral: domains that are an address in brackets (Exim spec ch. 18, RFC 5321 §4.1.3). */
import { addressFamily } from '../../../base/index.ts';
import { withoutIgnored } from '../hosts/addresses.ts';
import { isThisHost } from '../hosts/local.ts';
import { selfAction } from '../hosts/self.ts';
import { acceptWith, settleProps } from '../settle/accept.ts';
import type { RoutedHost } from '../types.ts';
import type { RouterDriver } from './types.ts';

export const ipliteral: RouterDriver = async (visit) => {
  const { domain } = visit.item;
  const [, address = ''] = /^\[(?:ipv[46]:)?(.*)\]$/i.exec(domain) ?? [];
  if (addressFamily(address) === 0) return { kind: 'decline' };
  if ((await withoutIgnored([address], visit.item.domain, visit)).length === 0)
    return { kind: 'decline', message: 'IP literal host explicitly ignored' };
  const host: RoutedHost = { name: domain, address };
  const verdict = (await isThisHost(host, visit)) ? await selfAction(visit, host) : undefined;
  if (verdict !== undefined) return verdict;
  const props = await settleProps(visit);
  return 'kind' in props ? props : acceptWith(visit, { props, hosts: [host] });
};
