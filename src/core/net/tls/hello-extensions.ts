/** The extensions of a ClientHello that a look at a server needs; numbers from the IANA registry "TLS ExtensionType Values". */
import { type HelloExtension, uint16Octets, vector } from './hello-writer.ts';

export const EXTENSION = {
  SERVER_NAME: 0,
  STATUS_REQUEST: 5,
  SUPPORTED_GROUPS: 10,
  POINT_FORMATS: 11,
  SIGNATURE_ALGORITHMS: 13,
  HEARTBEAT: 15,
  ALPN: 16,
  PADDING: 21,
  ENCRYPT_THEN_MAC: 22,
  EXTENDED_MASTER_SECRET: 23,
  SUPPORTED_VERSIONS: 43,
  PSK_MODES: 45,
  KEY_SHARE: 51,
  RENEGOTIATION_INFO: 0xff01,
} as const;

const list16 = (numbers: readonly number[]): Uint8Array => Buffer.concat(numbers.map(uint16Octets));
const extension = (type: number, data: Uint8Array = new Uint8Array()): HelloExtension => ({ type, data });

/** RFC 6066 §3: one host_name, A-labels. */
export const serverName = (name: string): HelloExtension =>
  extension(EXTENSION.SERVER_NAME, vector(2, Buffer.concat([Buffer.of(0), vector(2, Buffer.from(name, 'latin1'))])));

/** RFC 6066 §8: OCSP, any responder, no extensions. */
export const statusRequest = (): HelloExtension => extension(EXTENSION.STATUS_REQUEST, Uint8Array.of(1, 0, 0, 0, 0));

/** RFC 8446 §4.2.7, RFC 8422 §5.1.1. */
export const supportedGroups = (groups: readonly number[]): HelloExtension =>
  extension(EXTENSION.SUPPORTED_GROUPS, vector(2, list16(groups)));

/** RFC 8422 §5.1.2: uncompressed(0). */
export const pointFormats = (): HelloExtension => extension(EXTENSION.POINT_FORMATS, Uint8Array.of(1, 0));

/** RFC 8446 §4.2.3. */
export const signatureAlgorithms = (schemes: readonly number[]): HelloExtension =>
  extension(EXTENSION.SIGNATURE_ALGORITHMS, vector(2, list16(schemes)));

/** RFC 6520 §2: peer_not_allowed_to_send(2), since nothing is ever to be sent. */
export const heartbeat = (): HelloExtension => extension(EXTENSION.HEARTBEAT, Uint8Array.of(2));

/** RFC 7685. */
export const padding = (octets: number): HelloExtension => extension(EXTENSION.PADDING, new Uint8Array(octets));

/** RFC 7366. */
export const encryptThenMac = (): HelloExtension => extension(EXTENSION.ENCRYPT_THEN_MAC);

/** RFC 7627. */
export const extendedMasterSecret = (): HelloExtension => extension(EXTENSION.EXTENDED_MASTER_SECRET);

/** RFC 8446 §4.2.1. */
export const supportedVersions = (versions: readonly number[]): HelloExtension =>
  extension(EXTENSION.SUPPORTED_VERSIONS, vector(1, list16(versions)));

/** RFC 8446 §4.2.9: psk_dhe_ke(1). */
export const pskModes = (): HelloExtension => extension(EXTENSION.PSK_MODES, Uint8Array.of(1, 1));

/** RFC 8446 §4.2.8; an empty list makes the server name the group it wants (§4.1.4). */
export const keyShares = (
  shares: readonly { readonly group: number; readonly key: Uint8Array }[] = [],
): HelloExtension =>
  extension(
    EXTENSION.KEY_SHARE,
    vector(2, Buffer.concat(shares.flatMap(({ group, key }) => [uint16Octets(group), vector(2, key)]))),
  );

/** RFC 5746 §3.4: empty in a first handshake. */
export const renegotiationInfo = (): HelloExtension => extension(EXTENSION.RENEGOTIATION_INFO, Uint8Array.of(0));
