/** An option of a client, expanded: made to fail, the authenticator is passed over. */
import { after, type ExpansionHost, expandOption, type Later } from '../../expand/index.ts';
import type { Instance } from '../types.ts';
import type { ClientMove } from './types.ts';

export type Stopped = Exclude<ClientMove, { readonly kind: 'say' }>;

export const expanded = (instance: Instance, written: string, host: ExpansionHost): Later<string | Stopped> =>
  after(expandOption(written, host), (outcome) => {
    if (outcome.kind === 'text') return outcome.text;
    if (outcome.kind === 'forced-fail') return { kind: 'cancel' };
    const message = `expansion of "${written}" failed in ${instance.name} authenticator: ${outcome.message}`;
    return { kind: 'error', message };
  });

/** A challenge that nobody expects. */
export const tooMany = ({ name }: Instance, option: string): ClientMove => ({
  kind: 'error',
  message: `Too few items in ${option} in ${name} authenticator`,
});

export const notBase64 = (): ClientMove => ({ kind: 'error', message: 'Invalid base64 string in server response' });
