import { createHmac } from 'node:crypto';
import type { Exchange, MechanismDef } from './types.ts';

/** RFC 2195 §2: user and the keyed digest of the server's challenge. */
export const cramMd5: MechanismDef = {
  name: 'CRAM-MD5',
  spec: 'RFC 2195',
  showsSecret: false,
  begin: ({ user, password }) => ({
    respond: (challenge) => {
      if (challenge.length === 0) return { kind: 'cancel', why: 'the challenge is empty' };
      const digest = createHmac('md5', Buffer.from(password, 'utf8')).update(challenge).digest('hex');
      return { kind: 'respond', octets: Buffer.from(`${user} ${digest}`, 'utf8'), next: answered };
    },
  }),
};

const answered: Exchange = { respond: () => ({ kind: 'cancel', why: 'the server sent a second challenge' }) };
