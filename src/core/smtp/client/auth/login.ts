import type { Exchange, MechanismDef } from './types.ts';

/** draft-murchison-sasl-login: two questions, whose wording does not matter; the name is never sent ahead. */
export const login: MechanismDef = {
  name: 'LOGIN',
  spec: 'draft-murchison-sasl-login',
  showsSecret: true,
  begin: ({ user, password }) => saying([user, password]),
};

function saying([first, ...rest]: readonly string[]): Exchange {
  return {
    respond: () =>
      first === undefined
        ? { kind: 'cancel', why: 'the server asked a third question' }
        : { kind: 'respond', octets: Buffer.from(first, 'utf8'), next: saying(rest) },
  };
}
