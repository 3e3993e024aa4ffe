/** CRAM-MD5 (RFC 2195): a digest over the server's challenge. */
import { createHmac } from 'node:crypto';
import { after, type Later } from '../../expand/index.ts';
import { expanded, notBase64, tooMany } from './expanded.ts';
import type { ClientDriver, ClientMove } from './types.ts';

export const cramMd5: ClientDriver = {
  name: 'cram_md5',
  isClient: ({ option }) => option('client_secret') !== undefined,
  begin: (instance, { host }) =>
    after(expanded(instance, instance.option('client_secret') ?? '', host), (secret): Later<ClientMove> => {
      if (typeof secret !== 'string') return secret;
      return after(expanded(instance, instance.option('client_name') ?? '$primary_hostname', host), (name) =>
        typeof name === 'string'
          ? {
              kind: 'say',
              octets: undefined,
              strings: [],
              respond: (challenge) =>
                challenge === undefined
                  ? notBase64()
                  : {
                      kind: 'say',
                      octets: Buffer.from(`${name} ${digestOf(challenge, secret)}`, 'latin1'),
                      strings: [],
                      respond: () => tooMany(instance, 'the answers'),
                    },
            }
          : name,
      );
    }),
};

const digestOf = (challenge: Uint8Array, secret: string): string =>
  createHmac('md5', Buffer.from(secret, 'latin1')).update(challenge).digest('hex');
