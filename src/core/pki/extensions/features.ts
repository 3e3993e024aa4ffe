/** Marks on a certificate: TLS features (RFC 7633), no-check (RFC 6960 §4.2.2.2.1), timestamps (RFC 6962 §3.3). */
import { readElement, TAG } from '../der.ts';
import { readSequence } from './elements.ts';
import type { Reader } from './types.ts';

/** status_request of RFC 6066 §8 and its later form status_request_v2 of RFC 6961. */
const STATUS_REQUEST = 5;

export const readTlsFeature: Reader = (value) => {
  const features = readSequence(value);
  if (features?.every(({ tag }) => tag === TAG.INTEGER) !== true) return undefined;
  return { mustStaple: features.some(({ contents }) => contents.length === 1 && contents[0] === STATUS_REQUEST) };
};

/** NULL, or whatever stands there: it is the presence that counts. */
export const readNoCheck: Reader = () => ({ ocspNoCheck: true });

/** A TLS vector of vectors inside an OCTET STRING; logs' signatures are not looked at. */
export const readTimestamps: Reader = (value) => {
  const list = readElement(value)?.contents;
  if (list === undefined || list.length < 2) return undefined;
  let count = 0;
  for (let at = 2; at + 2 <= list.length; at += 2 + ((list[at]! << 8) | list[at + 1]!)) count += 1;
  return { timestamps: count };
};
