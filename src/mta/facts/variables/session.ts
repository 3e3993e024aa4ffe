/** Variables about the session and who is at its other end. */
import { after } from '../../expand/index.ts';
import type { Facts } from '../facts.ts';
import { foundName, fullHost, receivedHost } from '../host-text.ts';
import { receivedProtocol } from '../protocol.ts';
import type { Reads } from './types.ts';

/** The client's name is looked up when it is first asked for by itself; texts that may hold it show what is known. */
const named = (read: (facts: Facts) => string) => (facts: Facts) =>
  facts.connection.hostName === undefined && facts.connection.client !== undefined
    ? after(facts.lookUpName(), () => read(facts))
    : read(facts);

const commandArgument = (command: string): string => {
  const [, rest] = /^(?:mail from:|rcpt to:|[a-z]+)\s*(.*)$/is.exec(command) ?? [];
  return rest ?? '';
};

export const SESSION_READS: Reads = {
  sender_host_address: ({ connection }) => connection.client?.address,
  sender_host_port: ({ connection }) => number(connection.client?.port),
  sender_host_name: named(({ connection }) => foundName(connection) ?? ''),
  sender_host_dnssec: ({ connection: { hostName } }) => yesNo(hostName?.kind === 'found' && hostName.dnssec),
  host_lookup_failed: ({ connection }) => (connection.hostName?.kind === 'failed' ? '1' : '0'),
  host_lookup_deferred: ({ connection }) => (connection.hostName?.kind === 'deferred' ? '1' : '0'),
  sender_helo_name: ({ connection }) => (connection.isHeloForgotten === true ? '' : connection.helo?.name),
  sender_helo_verified: ({ connection }) => connection.heloVerified,
  sender_helo_dnssec: ({ connection }) => yesNo(connection.heloDnssec === true),
  // Who runs this program is no client.
  sender_ident: ({ connection: { ident, client } }) => ident ?? (client === undefined ? undefined : ''),
  caller_uid: ({ connection: { caller } }) => number(caller?.uid),
  caller_gid: ({ connection: { caller } }) => number(caller?.gid),
  originator_uid: ({ connection: { caller } }) => number(caller?.uid),
  originator_gid: ({ connection: { caller } }) => number(caller?.gid),
  sender_fullhost: ({ connection, hostText }) => fullHost(connection, hostText),
  sender_rcvhost: ({ connection, hostText }) => receivedHost(connection, hostText),
  received_ip_address: ({ connection }) => connection.local?.address,
  interface_address: ({ connection }) => connection.local?.address,
  received_port: ({ connection }) => number(connection.local?.port),
  interface_port: ({ connection }) => number(connection.local?.port),
  received_protocol: ({ connection }) => receivedProtocol(connection),
  connection_id: ({ connection }) => connection.id,
  smtp_active_hostname: ({ connection, primaryHostname }) => connection.activeHostname ?? primaryHostname,
  smtp_command: ({ connection }) => connection.command,
  smtp_command_argument: ({ connection: { command } }) =>
    command === undefined ? undefined : commandArgument(command),
  smtp_command_history: ({ connection }) => connection.history.join(','),
  smtp_count_at_connection_start: ({ connection }) => String(connection.countAtStart),
  smtp_notquit_reason: ({ connection }) => connection.notQuitReason,
  prdr_requested: ({ message }) => yesNo(message?.parameters.prdr === true),
  proxy_session: ({ connection }) => yesNo(connection.proxy !== undefined),
  proxy_local_address: ({ connection }) => connection.proxy?.local?.address,
  proxy_local_port: ({ connection }) => number(connection.proxy?.local?.port),
  proxy_host_address: ({ connection }) => connection.proxy?.local?.address,
  proxy_host_port: ({ connection }) => number(connection.proxy?.local?.port),
  proxy_external_address: ({ connection }) => connection.proxy?.external?.address,
  proxy_external_port: ({ connection }) => number(connection.proxy?.external?.port),
  proxy_target_address: ({ connection }) => connection.proxy?.external?.address,
  proxy_target_port: ({ connection }) => number(connection.proxy?.external?.port),
};

const number = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
