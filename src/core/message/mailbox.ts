/** A mailbox as one file: each message behind a line that begins with "From " (RFC 4155, Appendix A). */

const LF = 0x0a;
const CR = 0x0d;

/** At most `most` messages; a ">From " of the body keeps its mark. */
export function splitMailbox(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const starts = separatorsIn(bytes);
  return starts.slice(0, most).flatMap((start, i) => {
    const begin = bytes.indexOf(LF, start) + 1;
    const message = begin === 0 ? new Uint8Array() : bytes.subarray(begin, starts[i + 1] ?? bytes.length);
    return message.length === 0 ? [] : [message];
  });
}

/** At the beginning, and behind empty lines. */
function separatorsIn(bytes: Uint8Array): readonly number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts: number[] = [];
  for (let at = buffer.indexOf('From '); at >= 0; at = buffer.indexOf('From ', at + 1))
    if (at === 0 || isBehindEmptyLine(bytes, at)) starts.push(at);
  return starts;
}

function isBehindEmptyLine(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] !== LF) return false;
  return bytes[at - 2] === LF || (bytes[at - 2] === CR && bytes[at - 3] === LF);
}
