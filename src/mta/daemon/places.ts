/**
 * Where the daemon listens: `local_interfaces`, `daemon_smtp_ports`, `tls_on_connect_ports`, and `-oX` in place of them
 * (Exim spec ch. "Starting the daemon and the use of network interfaces").
 */
import { err, ok, parseIpv4, parseIpv6, type Result } from '../../base/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';
import { readList } from '../expand/index.ts';
import { portNumber } from './services.ts';

export interface Place {
  readonly address: string;
  /** 0: whichever is free. */
  readonly port: number;
  /** TLS before the first word. */
  readonly tlsOnConnect: boolean;
}

/** What is wrong, an option's name first. */
export interface PlaceProblem {
  readonly option: string;
  readonly message: string;
  readonly hint: string;
}

/** @param override  as `-oX` has it: what is neither dotted nor has a colon is a port, the rest are addresses */
export function placesOf(
  configuration: Configuration,
  override?: string,
): Result<readonly Place[], readonly PlaceProblem[]> {
  const given = readOverride(override);
  const problems: PlaceProblem[] = [];
  const ports = readPorts('daemon_smtp_ports', given.ports ?? items(configuration, 'daemon_smtp_ports'), problems);
  const tlsPorts = readPorts('tls_on_connect_ports', items(configuration, 'tls_on_connect_ports'), problems);
  const places: Place[] = [];
  for (const item of given.addresses ?? items(configuration, 'local_interfaces')) {
    const read = readInterface(item);
    if (!read.ok) {
      problems.push(read.error);
      continue;
    }
    const { address, port } = read.value;
    if (address.includes(':') && mainValue(configuration, 'disable_ipv6') === true) continue;
    if (port === undefined && ports.length === 0 && problems.length === 0) problems.push(noPort(address));
    for (const one of port === undefined ? ports : [port]) {
      if (places.some((place) => place.address === address && place.port === one && one !== 0)) continue;
      places.push({ address, port: one, tlsOnConnect: tlsPorts.includes(one) });
    }
  }
  if (problems.length > 0) return err(problems);
  return places.length > 0 ? ok(places) : err([NOWHERE]);
}

function items(configuration: Configuration, option: string): readonly string[] {
  return readList(String(mainValue(configuration, option) ?? '')).items.filter((item) => item !== '');
}

function readOverride(text: string | undefined): {
  readonly ports?: readonly string[];
  readonly addresses?: readonly string[];
} {
  if (text === undefined) return {};
  const all = readList(text).items.filter((item) => item !== '');
  const ports = all.filter((item) => !/[.:]/.test(item));
  const addresses = all.filter((item) => /[.:]/.test(item));
  return { ...(ports.length > 0 && { ports }), ...(addresses.length > 0 && { addresses }) };
}

/** @param problems  gets what is none */
function readPorts(option: string, names: readonly string[], problems: PlaceProblem[]): readonly number[] {
  const ports: number[] = [];
  for (const name of names) {
    const port = portNumber(name);
    if (port === undefined)
      problems.push({ option, message: `"${name}" is neither a port nor the name of one`, hint: PORT });
    else ports.push(port);
  }
  return ports;
}

const PORT = 'give a number up to 65535, or a name as smtp or submission';

/** `192.0.2.1`, `192.0.2.1.1025`, `[192.0.2.1]:1025`, `::1`, `::1.1025`, `[::1]:1025`; `::0` is every address. */
function readInterface(item: string): Result<{ readonly address: string; readonly port?: number }, PlaceProblem> {
  const [, bracketed, behind] = /^\[([^\]]*)\](?::(.*))?$/.exec(item) ?? [];
  const [, plain, dotted] =
    bracketed === undefined ? (/^((?:\d+\.){3}\d+|[^.]*:[^.]*)(?:\.(.*))?$/.exec(item) ?? []) : [];
  const written = bracketed ?? plain ?? item;
  const address = /^(0*:)+0*$/.test(written) ? '::' : written;
  if ((parseIpv4(address) ?? parseIpv6(address)) === undefined)
    return err({
      option: 'local_interfaces',
      message: `"${item}" is no IP address`,
      hint: 'give addresses, each perhaps with a port behind it: 192.0.2.1, [192.0.2.1]:587, <; ::1 ; 127.0.0.1',
    });
  const port = behind ?? dotted;
  if (port === undefined) return ok({ address });
  const number = /^\d+$/.test(port) ? portNumber(port) : undefined;
  if (number === undefined)
    return err({ option: 'local_interfaces', message: `"${item}" has a port that is none`, hint: PORT });
  return ok({ address, port: number });
}

const noPort = (address: string): PlaceProblem => ({
  option: 'daemon_smtp_ports',
  message: `it is empty, and ${address} in local_interfaces names no port`,
  hint: 'set daemon_smtp_ports',
});

const NOWHERE: PlaceProblem = {
  option: 'local_interfaces',
  message: 'it leaves no address to listen on',
  hint: 'name one, as <; ::0 ; 0.0.0.0',
};
