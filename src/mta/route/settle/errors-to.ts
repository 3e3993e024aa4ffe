/** errors_to: where bounces of an address go. The address is verified first, as the recipient of a bounce. */
import { after, expandOption, type Later } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { Deferred, Propagated, RouteWorld } from '../types.ts';
import type { Visit } from '../visit.ts';

export type ErrorsTo = Pick<Propagated, 'errorsTo' | 'ignoresErrors'>;

/** An address that does not verify leaves things as they were. */
export function settleErrorsTo(visit: Visit): Later<ErrorsTo | Deferred> {
  const { router, host, item, world } = visit;
  const { errorsTo, ignoresErrors } = item.props;
  const before: ErrorsTo = {
    ...(errorsTo !== undefined && { errorsTo }),
    ...(ignoresErrors === true && { ignoresErrors }),
  };
  const written = text(router, 'errors_to');
  if (written === undefined) return before;
  return after(expandOption(written, host), (expanded): Later<ErrorsTo | Deferred> => {
    if (expanded.kind === 'forced-fail') return before;
    if (expanded.kind !== 'text')
      return { kind: 'defer', message: `${router.name} router failed to expand "${written}": ${expanded.message}` };
    if (expanded.text === '') return { errorsTo: '', ignoresErrors: true };
    // In verification it is taken as it is: else verifying could go round in circles.
    if (world.purpose.startsWith('verify-')) return { ...before, errorsTo: expanded.text };
    return after(qualified(expanded.text, visit), (address) => verifyErrorsTo(address, before, visit));
  });
}

function verifyErrorsTo(address: string, before: ErrorsTo, { world, verify }: Visit): Later<ErrorsTo> {
  const asRecipient: RouteWorld = { ...world, purpose: 'verify-recipient', sender: '' };
  return after(verify(address, asRecipient), (verified) =>
    verified === undefined ? before : { ...before, errorsTo: verified.address },
  );
}

function qualified(address: string, { host }: Visit): Later<string> {
  if (address.includes('@')) return address;
  return after(
    host.variable('qualify_recipient'),
    (domain) => `${address}@${typeof domain === 'string' ? domain : (domain?.text ?? '')}`,
  );
}
