/** Is the name in HELO the client's? (Exim spec ch. "Access control lists", `verify = helo`) */
import { after, type Later } from '../expand/index.ts';
import type { Session } from './session.ts';

/** Its address as a literal, its name looked up backwards, or a name whose addresses have it. Asked once. */
export function verifyHelo(session: Session): Later<boolean> {
  const { connection } = session;
  if (connection.heloVerified !== undefined) return connection.heloVerified === 'yes';
  return after(isClients(session), (verified) => {
    connection.heloVerified = verified ? 'yes' : 'no';
    return verified;
  });
}

function isClients(session: Session): Later<boolean> {
  const { client, helo } = session.connection;
  if (client === undefined) return true;
  if (helo === undefined) return false;
  const [, literal] = /^\[(?:ipv6:)?(.*)\]$/i.exec(helo.name) ?? [];
  if (literal !== undefined) return literal.toLowerCase() === client.address.toLowerCase();
  const { connection } = session;
  const wasKnown = connection.hostName?.kind === 'found';
  return after(session.lookUpName(), (found) => {
    if (!wasKnown && found.kind === 'found') connection.isNameUntold = true;
    const names = found.kind === 'found' ? [found.name, ...(found.aliases ?? [])] : [];
    if (names.some((name) => name.toLowerCase() === helo.name.toLowerCase())) return true;
    const { addressesOf, addressesInDns = addressesOf } = session.shared.ports.names;
    return after(addressesInDns(helo.name), (addresses) => addresses?.includes(client.address) === true);
  });
}
