/** `ip4` and `ip6`: the client's address is within a network (RFC 7208 §5.6). */
import { MATCH, NO_MATCH } from '../evaluation.ts';
import { isWithin } from './addresses.ts';
import type { MechanismDef } from './types.ts';

const test: MechanismDef<'ip4' | 'ip6'>['test'] = ({ network, prefix }, { evaluation }) =>
  isWithin(evaluation.client.ip, network, prefix) ? MATCH : NO_MATCH;

export const ip4: MechanismDef<'ip4'> = { asksDns: false, test };
export const ip6: MechanismDef<'ip6'> = { asksDns: false, test };
