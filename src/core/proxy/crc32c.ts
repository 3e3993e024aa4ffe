/** CRC32c, the checksum of SCTP (RFC 4960 appendix B): Castagnoli's polynomial, reflected. */

const POLYNOMIAL = 0x82f6_3b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

export function crc32c(octets: Uint8Array): number {
  let value = 0xffff_ffff;
  for (const octet of octets) value = (value >>> 8) ^ TABLE[(value ^ octet) & 0xff]!;
  return (value ^ 0xffff_ffff) >>> 0;
}
