/** dkim-quoted-printable (RFC 6376 §2.11): `=20` and so on, white space between ignored. */

/** One character an octet; undefined for a `=` that is not followed by two hex digits, or an octet that has to be written so. */
export function readQuotedPrintable(value: string): string | undefined {
  const text = value.replace(/[ \t\r\n]+/g, '');
  if (/=(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** For people, with its blanks (RFC 2045 §6.7); a `=` that begins nothing stays. */
export const readText = (value: string): string =>
  value.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Octets a value of i= cannot have as they are. */
export const writeQuotedPrintable = (text: string): string =>
  text.replace(
    /[^\x21-\x3a\x3c\x3e-\x7e]/g,
    (octet) => `=${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

/** z=: `Name:value` with `|` between; undefined when one is none. */
export function readCopiedFields(value: string): readonly string[] | undefined {
  const fields = value.split('|').map(readQuotedPrintable);
  const isGood = (field: string | undefined): field is string => field !== undefined && /^[^:]+:/.test(field);
  return fields.every(isGood) ? fields : undefined;
}
