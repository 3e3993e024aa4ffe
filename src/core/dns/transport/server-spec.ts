/** Which server to ask, and how: `192.0.2.53`, `[2001:db8::53]:5353`, `tls://192.0.2.53#dns.example`, `https://…`. */
import { addressFamily, err, type Failure, ok, type Result } from '../../../base/index.ts';
import { parseName } from '../name.ts';

export type ServerSpec =
  /** UDP, and TCP where an answer is too long for it. */
  | { readonly kind: 'plain'; readonly address: string; readonly port: number }
  /** DNS over TLS (RFC 7858); the certificate must name `hostname`, or the address where there is none. */
  | { readonly kind: 'tls'; readonly address: string; readonly port: number; readonly hostname?: string }
  /** DNS over HTTPS (RFC 8484). */
  | { readonly kind: 'https'; readonly url: string };

export type ServerSpecError = Failure<'dns/configuration'>;

const FORMS = 'write ADDRESS, ADDRESS:PORT, [IPV6]:PORT, tls://ADDRESS[:PORT][#NAME] or https://HOST/PATH';
const DNS_PORT = 53;
/** RFC 7858 §3.1. */
const TLS_PORT = 853;

/** Read a `--resolver` value. */
export function parseServer(text: string): Result<ServerSpec, ServerSpecError> {
  if (/^https:/i.test(text)) return parseHttps(text);
  if (/^tls:\/\//i.test(text)) return parseTls(text);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme !== undefined) return specError(text, `"${scheme}" is not a way to reach a resolver`);
  const place = parsePlace(text, text, DNS_PORT);
  return place.ok ? ok({ kind: 'plain', ...place.value }) : place;
}

/** `192.0.2.53:53`, `[2001:db8::53]:53`, or the URL: how the server is named in reports. */
export function formatServer(spec: ServerSpec): string {
  if (spec.kind === 'https') return spec.url;
  const place = spec.address.includes(':') ? `[${spec.address}]:${spec.port}` : `${spec.address}:${spec.port}`;
  if (spec.kind === 'plain') return place;
  return spec.hostname === undefined ? `tls://${place}` : `tls://${place}#${spec.hostname}`;
}

function parseHttps(text: string): Result<ServerSpec, ServerSpecError> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') return specError(text, 'it is not a URL');
  if (url.username !== '' || url.password !== '') return specError(text, 'it holds a user name or password');
  if (url.hash !== '') return specError(text, 'a URL of a resolver has no "#" part');
  // RFC 8484 §4.1.1 leaves the path to the server; /dns-query is what they all use.
  if (url.pathname === '/') url.pathname = '/dns-query';
  return ok({ kind: 'https', url: url.href });
}

function parseTls(text: string): Result<ServerSpec, ServerSpecError> {
  const [, place = '', hash] = /^tls:\/\/([^#/]*)\/?(?:#(.*))?$/i.exec(text) ?? [];
  const at = parsePlace(text, place, TLS_PORT);
  if (!at.ok) return at;
  if (hash === undefined) return ok({ kind: 'tls', ...at.value });
  const hostname = parseName(hash);
  if (!hostname.ok || hostname.value === '') return specError(text, `${JSON.stringify(hash)} is not a host name`);
  return ok({ kind: 'tls', ...at.value, hostname: hostname.value });
}

function parsePlace(
  whole: string,
  text: string,
  defaultPort: number,
): Result<{ address: string; port: number }, ServerSpecError> {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const colons = text.split(':').length - 1;
  const [, address = text, portText] = bracketed ?? (colons === 1 ? /^(.*):(.*)$/.exec(text)! : []);
  const port = portText === undefined ? defaultPort : parsePort(portText);
  if (port === undefined) return specError(whole, `"${portText}" is not a port from 1 to 65535`);
  if (isAddress(address)) return ok({ address: address.toLowerCase(), port });
  const why = address === '' ? 'it has no address' : `"${address}" is not an IP address`;
  return specError(whole, parseName(address).ok ? `${why}; a resolver is given by its address, not by a name` : why);
}

/** An IPv6 address may carry a zone, as link-local ones must (RFC 4007 §11). */
function isAddress(text: string): boolean {
  const [address = '', zone] = text.split('%', 2);
  return zone === undefined
    ? addressFamily(address) !== 0
    : addressFamily(address) === 6 && /^[\w.-]{1,32}$/.test(zone);
}

function parsePort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

function specError(text: string, why: string): Result<never, ServerSpecError> {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  const message = `${shown} is not a resolver: ${why}`;
  return err({ code: 'dns/configuration', message, hint: FORMS, fault: 'configuration', temporary: false });
}
