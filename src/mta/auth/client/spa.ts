/** SPA, which is NTLM ([MS-NLMP] §3.1): a response to the challenge of the server's domain. */
import { after, type Later } from '../../expand/index.ts';
import { answerChallenge, NEGOTIATE, type NtlmUser } from '../ntlm/client.ts';
import type { Instance } from '../types.ts';
import { expanded, notBase64, tooMany } from './expanded.ts';
import type { ClientDriver, ClientMove, ClientWorld } from './types.ts';

export const spa: ClientDriver = {
  name: 'spa',
  isClient: ({ option }) => option('client_username') !== undefined,
  begin: (instance, world) =>
    after(whoIs(instance, world), (who): ClientMove => {
      if ('kind' in who) return who;
      const negotiated = say(NEGOTIATE, (challenge) => answer(challenge, who, instance));
      return say(undefined, () => negotiated);
    }),
};

type Say = Extract<ClientMove, { readonly kind: 'say' }>;

const say = (octets: Uint8Array | undefined, respond: Say['respond']): Say => ({
  kind: 'say',
  octets,
  strings: [],
  respond,
});

function answer(challenge: Uint8Array | undefined, who: NtlmUser, instance: Instance): Later<ClientMove> {
  const octets = challenge === undefined ? undefined : answerChallenge(challenge, who);
  return octets === undefined ? notBase64() : say(octets, () => tooMany(instance, 'the answers'));
}

async function whoIs(instance: Instance, { host }: ClientWorld): Promise<NtlmUser | ClientMove> {
  const values: string[] = [];
  for (const option of ['client_username', 'client_password', 'client_domain']) {
    const value = await expanded(instance, instance.option(option) ?? '', host);
    if (typeof value !== 'string') return value;
    values.push(value);
  }
  const [user = '', password = '', domain = ''] = values;
  return { user, password, domain };
}
