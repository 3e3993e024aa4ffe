/** Where a submission comes from: this host, or wherever a trusted caller says. */
import type { Connection } from '../../facts/index.ts';
import type { Visitor } from '../../receive/index.ts';
import type { Claims, SubmissionOrder } from '../../submission/index.ts';
import type { Caller } from './caller.ts';

const SOURCES = { message: 'local', smtp: 'local-smtp', batch: 'batch', late: 'local' } as const;

/** @param isSender  the caller is the sender, and the message his */
export function visitorOf({ kind, claims: said }: SubmissionOrder, caller: Caller, isSender: boolean): Visitor {
  const claims = caller.isTrusted ? said : {};
  const claimed = (Object.keys(claims) as (keyof Claims)[]).filter((fact) => kind !== 'smtp' || fact !== 'protocol');
  const id = claims.authenticatedId ?? (isSender ? caller.login : undefined);
  return {
    source: kind === 'smtp' && claims.host !== undefined ? 'smtp' : SOURCES[kind],
    ident: claims.ident ?? caller.login,
    ...placesOf(claims),
    ...(claimed.length > 0 && { claimed }),
    ...(claims.protocol !== undefined && kind !== 'smtp' && { protocol: claims.protocol }),
    ...(id !== undefined && { callerId: id }),
    ...(claims.authenticator !== undefined && {
      auth: { authenticator: claims.authenticator, publicName: '', ...(id !== undefined && { id }) },
    }),
  };
}

const placesOf = ({ host, interface: local, hostName }: Claims): Partial<Connection> => ({
  ...(host !== undefined && { client: host }),
  ...(local !== undefined && { local }),
  ...(hostName !== undefined && { hostName: { kind: 'found', name: hostName, dnssec: false } }),
});
