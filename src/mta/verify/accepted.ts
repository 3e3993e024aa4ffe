/** Yes, with what routers have said of the address. */
import type { VerifyAnswer } from '../acl/index.ts';
import type { Routed } from '../route/index.ts';

export function accepted(routed: Routed): VerifyAnswer {
  const { addressData } = routed.props;
  const isDiscarded = routed.outcome.kind === 'discard';
  return { came: 'ok', ...(isDiscarded && { isDiscarded }), ...(addressData !== undefined && { addressData }) };
}
