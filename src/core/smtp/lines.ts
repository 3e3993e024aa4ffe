/**
 * Octets into lines, with limits: a peer that never ends its line, or never stops talking, is stopped here.
 *
 * A value, not an object with state: `pushLines` answers the lines completed and the rest to hand in next time.
 */
import { err, type Failure, ok, type Result } from '../../base/index.ts';

export type LineError = Failure<'smtp/line-too-long'>;

export interface LineBuffer {
  readonly rest: Uint8Array;
  readonly maxLineBytes: number;
}

const LF = 10;
const CR = 13;

export const emptyLines = (maxLineBytes: number): LineBuffer => ({ rest: new Uint8Array(0), maxLineBytes });

/**
 * A line ends with CRLF (RFC 5321 §2.3.8); a bare LF is taken for the same in what a server says, as every client does.
 * Octets beyond ASCII are kept one to one (latin1).
 */
export function pushLines(
  buffer: LineBuffer,
  bytes: Uint8Array,
): Result<{ readonly lines: readonly string[]; readonly buffer: LineBuffer }, LineError> {
  const all = buffer.rest.length === 0 ? viewOf(bytes) : Buffer.concat([buffer.rest, bytes]);
  const lines: string[] = [];
  let at = 0;
  for (let lf = all.indexOf(LF); lf >= 0; lf = all.indexOf(LF, at)) {
    if (lf - at > buffer.maxLineBytes) return err(tooLong(buffer.maxLineBytes));
    const end = lf > at && all[lf - 1] === CR ? lf - 1 : lf;
    lines.push(all.toString('latin1', at, end));
    at = lf + 1;
  }
  const { maxLineBytes } = buffer;
  if (all.length - at > maxLineBytes) return err(tooLong(maxLineBytes));
  const isSame = at === all.length && buffer.rest.length === 0; // whole lines, as nearly always
  return ok({ lines, buffer: isSame ? buffer : { rest: all.subarray(at), maxLineBytes } });
}

const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function tooLong(maxLineBytes: number): LineError {
  const message = `the peer sent a line of more than ${maxLineBytes} octets`;
  return { code: 'smtp/line-too-long', message, fault: 'peer', temporary: false };
}
