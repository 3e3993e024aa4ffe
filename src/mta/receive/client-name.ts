/** The client's name: looked up once, by whoever asks for it first, and shown and logged from then on (Exim spec §14, `host_lookup`). */
import { after, type Later } from '../expand/index.ts';
import type { HostName } from '../facts/index.ts';
import { connectionFrom, includedEntry, noAddressEntry, noHostNameEntry } from '../log/index.ts';
import type { ListNote, NamesPort } from '../match/index.ts';
import type { Session } from './session.ts';

export function lookUpName(session: Session): Later<HostName> {
  const { client, hostName } = session.connection;
  if (hostName !== undefined) return hostName;
  if (client === undefined) return { kind: 'failed', message: 'not a host' };
  const { names } = session.shared.ports;
  return after(names.namesOf(client.address), (found) => {
    if (found === undefined || found.length > 0) return note(session, found);
    return after(names.claimedNames?.(client.address), (claimed) => {
      if (claimed?.[0] === undefined) session.log(noHostNameEntry(client));
      return note(session, found, claimed?.[0]);
    });
  });
}

/** @param claimed  a name whose addresses are others */
function note({ connection }: Session, names: readonly string[] | undefined, claimed?: string): HostName {
  const address = connection.client?.address ?? '';
  const [name, ...aliases] = names ?? [];
  const found: HostName =
    name !== undefined
      ? { kind: 'found', name, aliases, dnssec: false }
      : names === undefined
        ? { kind: 'deferred', message: `host name lookup for ${address} deferred` }
        : {
            kind: 'failed',
            message:
              claimed === undefined
                ? 'failed to find host name from IP address'
                : `${address} does not match any IP address for ${claimed}`,
          };
  connection.hostName = found;
  return found;
}

/** A list that asks for the client's names makes them known. */
export function namesFor(session: Session): NamesPort {
  const { names } = session.shared.ports;
  return {
    ...names,
    namesOf: (address) =>
      address !== session.connection.client?.address
        ? names.namesOf(address)
        : after(lookUpName(session), (found) => {
            if (found.kind === 'found') return [found.name, ...(found.aliases ?? [])];
            return found.kind === 'deferred' ? undefined : [];
          }),
  };
}

export function logListNote(session: Session, note: ListNote): void {
  if (note.kind === 'included') session.log(includedEntry(note));
  else logNoAddress(session, note.name);
}

function logNoAddress(session: Session, name: string): void {
  const during = session.message?.id === undefined ? connectionFrom(session.logHost, session.logFormat) : undefined;
  session.log(noAddressEntry({ name, ...(during !== undefined && { during }) }));
}
