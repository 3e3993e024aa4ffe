/** General names of every kind (RFC 5280 §4.2.1.6), as written: what they mean is for whoever compares them. */
import { formatIpv4, formatIpv6 } from '../../base/index.ts';
import { type DerElement, readElement, readElements, readOid } from './der.ts';
import { showName } from './rdn.ts';

export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string; readonly contents: Uint8Array }
  /** 4 or 16 octets in a certificate's own names, twice that in a constraint. */
  | { readonly kind: 'ip'; readonly octets: Uint8Array; readonly contents: Uint8Array }
  /** `name` is the Name, whole DER. */
  | { readonly kind: 'directory'; readonly name: Uint8Array; readonly text: string; readonly contents: Uint8Array }
  /** `value` is the DER of what [0] holds. */
  | { readonly kind: 'other'; readonly typeId: string; readonly value: Uint8Array; readonly contents: Uint8Array }
  | { readonly kind: 'registered-id'; readonly oid: string; readonly contents: Uint8Array }
  | { readonly kind: 'x400' | 'edi'; readonly contents: Uint8Array };

export type GeneralNameKind = GeneralName['kind'];

/** An honest certificate has a hundred at most, some have a few thousand. */
export const MAX_NAMES = 100_000;

/** @returns undefined where one of them cannot be read */
export function readGeneralNames(contents: Uint8Array): readonly GeneralName[] | undefined {
  const elements = readElements(contents, MAX_NAMES);
  const names = elements?.map(readGeneralName);
  return names?.every((name) => name !== undefined) ? names : undefined;
}

export function readGeneralName({ tag, contents }: DerElement): GeneralName | undefined {
  switch (tag) {
    case 0x81:
      return { kind: 'email', value: latin1(contents), contents };
    case 0x82:
      return { kind: 'dns', value: latin1(contents), contents };
    case 0x86:
      return { kind: 'uri', value: latin1(contents), contents };
    case 0x87:
      return { kind: 'ip', octets: contents, contents };
    case 0xa0:
      return readOther(contents);
    case 0xa3:
      return { kind: 'x400', contents };
    case 0xa4:
      return readDirectory(contents);
    case 0xa5:
      return { kind: 'edi', contents };
    case 0x88:
      return readRegisteredId(contents);
    default:
      return undefined;
  }
}

/** For people: `DNS:mx.example.org`. */
export function showGeneralName(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${printable(name.value)}`;
    case 'email':
      return `email:${printable(name.value)}`;
    case 'uri':
      return `URI:${printable(name.value)}`;
    case 'ip':
      return `IP:${showIp(name.octets)}`;
    case 'directory':
      return `directory:${name.text}`;
    case 'registered-id':
      return `registered ID:${name.oid}`;
    case 'other':
      return `other name:${name.typeId}`;
    default:
      return `${name.kind}: ${name.contents.length} octets`;
  }
}

/** `192.0.2.1`, `2001:db8::1`, twice with a slash for a subtree, hex for any other length. */
export function showIp(octets: Uint8Array): string {
  if (octets.length === 4) return formatIpv4(octets);
  if (octets.length === 16) return formatIpv6(octets);
  if (octets.length === 8) return `${formatIpv4(octets)}/${formatIpv4(octets.subarray(4))}`;
  if (octets.length === 32) return `${formatIpv6(octets.subarray(0, 16))}/${formatIpv6(octets.subarray(16))}`;
  return Buffer.from(octets).toString('hex');
}

function readOther(contents: Uint8Array): GeneralName | undefined {
  const [typeId, value, ...more] = readElements(contents) ?? [];
  const oid = typeId?.tag === 0x06 ? readOid(typeId.contents) : undefined;
  if (oid === undefined || value?.tag !== 0xa0 || more.length > 0) return undefined;
  return { kind: 'other', typeId: oid, value: value.contents, contents };
}

/** [4] EXPLICIT, since Name is a CHOICE. */
function readDirectory(contents: Uint8Array): GeneralName | undefined {
  const name = readElement(contents);
  if (name?.tag !== 0x30 || name.whole.length !== contents.length) return undefined;
  return { kind: 'directory', name: name.whole, text: showName(name), contents };
}

function readRegisteredId(contents: Uint8Array): GeneralName | undefined {
  const oid = readOid(contents);
  return oid === undefined ? undefined : { kind: 'registered-id', oid, contents };
}

const latin1 = (contents: Uint8Array): string => Buffer.from(contents).toString('latin1');

const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
