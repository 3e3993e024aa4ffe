/** `interface`: from where a host is called. */
import { addressFamily, err, ok, type Result } from '../../../base/index.ts';
import { type ExpansionHost, isFailure, readList } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import type { Delivery } from '../types.ts';
import type { Target } from './host-facts.ts';
import { expandedText } from './settings.ts';
import { type HostTrouble, notExpanded } from './trouble.ts';

/** The first address of the host's family; undefined: the system chooses. */
export async function sourceFor(
  delivery: Delivery,
  target: Target,
  expansions: ExpansionHost,
): Promise<Result<string | undefined, HostTrouble>> {
  const list = await expandedText(delivery, 'interface', expansions);
  if (list === undefined) return ok(undefined);
  if (isFailure(list))
    return err({
      ...notExpanded(ERRNO.unknown, `"interface" option for ${delivery.transport.name} transport`, list.message),
      endsAll: true,
      isSilent: true,
      isOfOptions: true,
    });
  const { items } = readList(list);
  const wrong = items.find((item) => addressFamily(item) === 0);
  if (wrong !== undefined)
    return err({
      errno: 0,
      text: `"${wrong}" is not a valid IP address for the "interface" option for ${delivery.transport.name} transport`,
      namesHost: false,
      isSilent: true,
      endsAll: true,
      isOfOptions: true,
    });
  return ok(items.find((item) => addressFamily(item) === addressFamily(target.address)));
}
