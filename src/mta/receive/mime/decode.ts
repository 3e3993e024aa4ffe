/** Content-Transfer-Encodings undone line by line (RFC 2045 §6), as leniently as Exim does, and noting what is broken. */

/** `$mime_anomaly_level` and its text. */
export interface Anomaly {
  readonly level: 1 | 2;
  readonly text: string;
}

export interface Decoder {
  /** A line with its end, or a piece of a long one; octets as characters. */
  readonly line: (line: string) => string;
  /** What was held back. */
  readonly end: () => string;
  readonly anomaly: () => Anomaly | undefined;
}

/** @param encoding  in lower case; one that is not known is none */
export function decoderFor(encoding: string | undefined): Decoder {
  if (encoding === 'base64') return base64();
  if (encoding === 'quoted-printable') return quotedPrintable();
  return { line: (line) => line, end: () => '', anomaly: () => undefined };
}

const BROKEN_QP: Anomaly = { level: 1, text: 'Broken Quoted-Printable encoding detected' };
const BROKEN_BASE64: Anomaly = { level: 2, text: 'Broken BASE64 encoding detected' };

function quotedPrintable(): Decoder {
  let anomaly: Anomaly | undefined;
  const one = (line: string): string =>
    line.replace(/=[\t \r]*\n|=([0-9a-f]{2})|=/gi, (found, hex: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (found !== '=') return '';
      anomaly = BROKEN_QP;
      return found;
    });
  return { line: one, end: () => '', anomaly: () => anomaly };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SIXTH = new Map(Array.from(ALPHABET, (letter, value) => [letter, value]));

function base64(): Decoder {
  let anomaly: Anomaly | undefined;
  /** Characters so far, padding with them: four are three octets. */
  let count = 0;
  let partial = 0;
  const one = (line: string): string => {
    let said = '';
    for (const letter of line) {
      if (letter === '\r' || letter === '\n') break;
      const value = SIXTH.get(letter);
      if (letter === '=') count += 1;
      else if (value === undefined) anomaly = BROKEN_BASE64;
      else {
        const step = count & 3;
        count += 1;
        if (step > 0) said += String.fromCharCode(partial | (value >> SHIFTS[step - 1]!));
        partial = (value << LEFTS[step]!) & 0xff;
      }
    }
    return said;
  };
  return { line: one, end: () => ((count & 3) === 0 ? '' : String.fromCharCode(partial)), anomaly: () => anomaly };
}

/** Of its six bits so many belong to the next octet; and where the rest goes. */
const SHIFTS = [4, 2, 0];
const LEFTS = [2, 4, 6, 0];
