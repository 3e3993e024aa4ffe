/** EXTERNAL (RFC 4422, appendix A): the certificate we show says who we are. */
import { after } from '../../expand/index.ts';
import { expanded, tooMany } from './expanded.ts';
import type { ClientDriver, ClientMove } from './types.ts';

export const external: ClientDriver = {
  name: 'external',
  isClient: ({ option }) => option('client_send') !== undefined,
  begin: (instance, { host }) =>
    after(expanded(instance, instance.option('client_send') ?? '', host), (identity): ClientMove => {
      if (typeof identity !== 'string') return identity;
      return {
        kind: 'say',
        octets: Buffer.from(identity, 'latin1'),
        strings: [],
        respond: () => tooMany(instance, 'client_send'),
      };
    }),
};
