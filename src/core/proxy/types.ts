/** The PROXY header as a value, and what can be wrong with one. */

export type Family = 'UNSPEC' | 'INET' | 'INET6' | 'UNIX';
export type Transport = 'UNSPEC' | 'STREAM' | 'DGRAM';

/** One end of a connection: an IP address in its canonical form with its port, or the path of a UNIX socket (octets-text.ts). */
export interface Endpoint {
  readonly address: string;
  /** Absent for UNIX sockets. */
  readonly port?: number;
}

/** An addition of version 2, its value as sent. */
export interface Tlv {
  /** 0 to 255; tlv-types.ts knows names. */
  readonly type: number;
  readonly value: Uint8Array;
}

export interface ProxyHeader {
  readonly version: 1 | 2;
  /** LOCAL, of version 2 alone: the proxy itself speaks, the connection's own addresses hold. */
  readonly command: 'PROXY' | 'LOCAL';
  /** UNSPEC for what version 1 calls UNKNOWN. */
  readonly family: Family;
  readonly transport: Transport;
  /** Both ends or none; none for LOCAL and UNSPEC, since the receiver is to ignore what is said there. */
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  /** In the order sent; none in version 1. */
  readonly tlvs: readonly Tlv[];
}

export const FAULT_CODES = [
  'no-header',
  'incomplete',
  'v1-case',
  'v1-separator',
  'v1-octet',
  'v1-bare-lf',
  'v1-bare-cr',
  'v1-too-long',
  'v1-protocol',
  'v1-fields',
  'v1-address',
  'v1-address-leading-zero',
  'v1-address-family',
  'v1-port',
  'v1-port-leading-zero',
  'v1-port-range',
  'v2-signature',
  'v2-version',
  'v2-command',
  'v2-family',
  'v2-transport',
  'v2-length-short',
  'tlv-cut',
  'tlv-overrun',
  'tlv-crc32c-length',
  'tlv-crc32c-twice',
  'tlv-crc32c-mismatch',
  'tlv-unique-id-long',
  'tlv-ssl-short',
  'tlv-ssl-overrun',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** Why octets are no header. */
export interface ProxyFault {
  readonly code: FaultCode;
  /** Offset of the first octet that cannot be. */
  readonly at: number;
  /** The particulars, without a full stop. */
  readonly detail: string;
}

/** What the octets so far come to; the same for every way of cutting them. */
export type Outcome =
  | { readonly kind: 'more' }
  | { readonly kind: 'header'; readonly header: ProxyHeader; readonly length: number }
  | { readonly kind: 'invalid'; readonly fault: ProxyFault };

export const more: Outcome = { kind: 'more' };

export const invalid = (code: FaultCode, at: number, detail: string): Outcome & { readonly kind: 'invalid' } => ({
  kind: 'invalid',
  fault: { code, at, detail },
});

/** Told of every run of octets as it is read, in order and without gaps; the meaning is made only when wanted. */
export type Tell = (offset: number, length: number, field: string, meaning: () => string) => void;
