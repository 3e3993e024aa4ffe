/** Mechanisms of SASL by a user and a password: SCRAM, PLAIN, LOGIN, CRAM-MD5, EXTERNAL (Exim spec ch. "The gsasl authenticator"). */
import { beginExchange, type Exchange } from '../../../core/smtp/index.ts';
import { after, type Later } from '../../expand/index.ts';
import type { Instance } from '../types.ts';
import { expanded, notBase64 } from './expanded.ts';
import type { ClientDriver, ClientMove, ClientWorld } from './types.ts';

export const gsasl: ClientDriver = {
  name: 'gsasl',
  isClient: ({ option }) => option('client_username') !== undefined,
  begin: (instance, world) =>
    after(valuesOf(instance, world), (values): ClientMove => {
      if (!Array.isArray(values)) return values as ClientMove;
      const [user = '', password = '', actAs = ''] = values;
      const mechanism = instance.option('server_mech') ?? instance.publicName;
      const credentials = { user, password, host: '', port: 0, ...(actAs !== '' && { actAs }) };
      const exchange = beginExchange(mechanism, credentials, world.host.random);
      if (exchange === undefined)
        return { kind: 'error', message: `${instance.name} authenticator: mechanism ${mechanism} is not known` };
      return moveOf(exchange, exchange.initial);
    }),
};

const OPTIONS = ['client_username', 'client_password', 'client_authz'] as const;

async function valuesOf(instance: Instance, { host }: ClientWorld): Promise<readonly string[] | ClientMove> {
  const values: string[] = [];
  for (const option of OPTIONS) {
    const value = await expanded(instance, instance.option(option) ?? '', host);
    if (typeof value !== 'string') return value;
    values.push(Buffer.from(value, 'latin1').toString('utf8'));
  }
  return values;
}

const moveOf = (exchange: Exchange, octets: Uint8Array | undefined): ClientMove => ({
  kind: 'say',
  octets,
  strings: [],
  respond: (challenge): Later<ClientMove> => {
    if (challenge === undefined) return notBase64();
    const step = exchange.respond(challenge);
    return step.kind === 'respond' ? moveOf(step.next, step.octets) : { kind: 'error', message: step.why };
  },
});
