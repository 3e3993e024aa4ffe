/** Yes, with what routers have said of the address. */
import type { VerifyAnswer } from '../acl/index.ts';
import type { Routed } from '../route/index.ts';

export function accepted(routed: Routed): VerifyAnswer {
  const { addressData } = routed.props;
  return { came: 'ok', ...(addressData !== undefined && { addressData }) };
}
