/** The client's name: looked up once, by whoever asks for it first, and shown and logged from then on (Exim spec §14, `host_lookup`). */
import { after, type Later } from '../expand/index.ts';
import type { Connection, HostName, IncomingMessage } from '../facts/index.ts';
import {
  connectionFrom,
  entry,
  type HostFacts,
  includedEntry,
  type LogEntry,
  type LogFormat,
  listEndedEntry,
  MAIN_AND_PANIC,
  noAddressEntry,
  noAtEntry,
  noHostNameEntry,
  partialIgnoredEntry,
  unknownTypeEntry,
} from '../log/index.ts';
import type { ListNote, NamesPort } from '../match/index.ts';

/** Whose client it is: a session, or what stands for one. */
export interface NameAsker {
  readonly connection: Connection;
  readonly message: Pick<IncomingMessage, 'id'> | undefined;
  readonly shared: { readonly ports: { readonly names: NamesPort } };
  readonly logHost: HostFacts;
  readonly logFormat: LogFormat;
  readonly log: (entry: LogEntry) => void;
}

export function lookUpName(asker: NameAsker): Later<HostName> {
  const { client, hostName } = asker.connection;
  if (hostName !== undefined) return hostName;
  if (client === undefined) return { kind: 'failed', message: 'not a host' };
  const { names } = asker.shared.ports;
  return after(names.namesOf(client.address), (found) => {
    if (found === undefined || found.length > 0) return note(asker, found);
    return after(names.claimedNames?.(client.address), (claimed) => {
      if (claimed?.[0] === undefined) asker.log(noHostNameEntry(client));
      return note(asker, found, claimed?.[0]);
    });
  });
}

/** @param claimed  a name whose addresses are others */
function note({ connection }: NameAsker, names: readonly string[] | undefined, claimed?: string): HostName {
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
export class ClientNames implements NamesPort {
  private readonly asker: NameAsker;

  constructor(asker: NameAsker) {
    this.asker = asker;
  }

  private get names(): NamesPort {
    return this.asker.shared.ports.names;
  }

  addressesOf(name: string): ReturnType<NamesPort['addressesOf']> {
    return this.names.addressesOf(name);
  }

  mailExchangers(domain: string): ReturnType<NamesPort['mailExchangers']> {
    return this.names.mailExchangers(domain);
  }

  namesOf(address: string): ReturnType<NamesPort['namesOf']> {
    if (address !== this.asker.connection.client?.address) return this.names.namesOf(address);
    return after(lookUpName(this.asker), (found) => {
      if (found.kind === 'found') return [found.name, ...(found.aliases ?? [])];
      return found.kind === 'deferred' ? undefined : [];
    });
  }
}

/** What is fatal is told by whoever asked for the list. */
export function logListNote(asker: NameAsker, note: ListNote): void {
  if (note.kind !== 'fatal') asker.log(entryOf(asker, note));
}

function entryOf(asker: NameAsker, note: Exclude<ListNote, { readonly kind: 'fatal' }>): LogEntry {
  switch (note.kind) {
    case 'included':
      return includedEntry(note);
    case 'ended':
      return listEndedEntry(note);
    case 'no-at':
      return noAtEntry(note);
    case 'unknown-type':
      return unknownTypeEntry(note);
    case 'unknown-list':
      return entry('unknown-list', {}, note.message, MAIN_AND_PANIC);
    case 'partial-ignored':
      return partialIgnoredEntry(note);
    case 'no-address':
      return noAddress(asker, note.name);
  }
}

function noAddress(asker: NameAsker, name: string): LogEntry {
  const isOfMessage = (asker.message?.id ?? asker.connection.rehearsedId) !== undefined;
  const during = isOfMessage ? undefined : connectionFrom(asker.logHost, asker.logFormat);
  return noAddressEntry({ name, ...(during !== undefined && { during }) });
}
