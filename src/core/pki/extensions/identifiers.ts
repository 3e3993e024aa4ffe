/** Names of the subject, and how certificates point at each other (RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.1.6). */
import { readElement, TAG } from '../der.ts';
import { readGeneralNames } from '../general-names.ts';
import { readSequence, sequenceContents } from './elements.ts';
import type { Reader } from './types.ts';

export const readAlternativeNames: Reader = (value) => {
  const contents = sequenceContents(value);
  const names = contents && readGeneralNames(contents);
  return (
    names && {
      hasAlternativeNames: true,
      alternativeNames: names,
      dnsNames: names.flatMap((name) => (name.kind === 'dns' ? [name.value] : [])),
      ipAddresses: names.flatMap((name) => (name.kind === 'ip' ? [name.octets] : [])),
    }
  );
};

export const readSubjectKeyId: Reader = (value) => {
  const id = readElement(value);
  return id?.tag === TAG.OCTET_STRING && id.whole.length === value.length ? { subjectKeyId: id.contents } : undefined;
};

/** keyIdentifier [0], authorityCertIssuer [1] and authorityCertSerialNumber [2], the last two together or not at all. */
export const readAuthorityKeyId: Reader = (value) => {
  const parts = readSequence(value);
  if (parts?.every(({ tag }) => tag === 0x80 || tag === 0xa1 || tag === 0x82) !== true) return undefined;
  const [id, issuer, serial] = [0x80, 0xa1, 0x82].map((tag) => parts.find((part) => part.tag === tag)?.contents);
  const names = issuer && readGeneralNames(issuer);
  if ((issuer === undefined) !== (serial === undefined) || (issuer !== undefined && names === undefined))
    return undefined;
  return {
    ...(id !== undefined && { authorityKeyId: id }),
    ...(names !== undefined && serial !== undefined && { authorityIssuer: { names, serial } }),
  };
};
