/** What is said of a message that there is not (`-f`, `-oM…`), for strings that speak of it (Exim spec ch. "The Exim command line"). */
import { type Configuration, mainValue } from '../../config/index.ts';
import type { Call, PersonalityPorts } from '../types.ts';

/** Octet strings by name. */
export function claimedVariables(
  { claims = {}, sender }: Call,
  configuration: Configuration | undefined,
  { hostname }: Pick<PersonalityPorts, 'hostname'>,
): Readonly<Record<string, string>> {
  const { host, interface: local } = claims;
  const said: Readonly<Record<string, string | undefined>> = {
    sender_address: sender === undefined ? undefined : qualified(sender, configuration, hostname),
    sender_host_address: host?.address,
    sender_host_port: host && String(host.port),
    received_ip_address: local?.address,
    interface_address: local?.address,
    received_port: local && String(local.port),
    interface_port: local && String(local.port),
    sender_host_authenticated: claims.authenticator,
    authenticated_id: claims.authenticatedId,
    authenticated_sender: claims.authenticatedSender,
    received_protocol: claims.protocol,
    sender_host_name: claims.hostName,
    sender_ident: claims.ident,
  };
  return Object.fromEntries(Object.entries(said).filter((one): one is [string, string] => one[1] !== undefined));
}

function qualified(sender: string, configuration: Configuration | undefined, hostname: string): string {
  if (sender === '' || sender.includes('@')) return sender;
  const own =
    configuration && (mainValue(configuration, 'qualify_domain') ?? mainValue(configuration, 'primary_hostname'));
  return `${sender}@${own ?? hostname}`;
}
