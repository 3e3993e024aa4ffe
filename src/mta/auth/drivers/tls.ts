/** No command at all: whoever has shown a certificate that holds may be let in by what is in it (Exim spec ch. "The tls authenticator"). */
import { after } from '../../expand/index.ts';
import { checkCondition } from '../condition.ts';
import type { Instance, ServerDriver } from '../types.ts';
import { withParameters } from './external.ts';

export const tls: ServerDriver = {
  name: 'tls',
  spec: 'Exim spec ch. "The tls authenticator"',
  isServer: ({ option }) => firstParameter(option) !== undefined || option('server_condition') !== undefined,
  isAdvertised: false,
  begin: (instance, world) =>
    after(withParameters(instance, world, [], [firstName(instance), 'server_param2', 'server_param3']), (strings) =>
      checkCondition(instance, world, strings),
    ),
};

const firstParameter = (option: Instance['option']): string | undefined =>
  option('server_param1') ?? option('server_param');

/** It has two names. */
const firstName = ({ option }: Instance): string =>
  option('server_param1') === undefined ? 'server_param' : 'server_param1';
