/** Lines end here with LF, and in SMTP with CRLF alone (RFC 5321 §2.3.8). */
export async function* withCrlf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isBehindCr = false;
  for await (const piece of pieces) {
    const text = isBehindCr && piece.startsWith('\n') ? piece.slice(1) : piece;
    isBehindCr = piece.endsWith('\r');
    yield text.replace(/\r\n|\r|\n/g, '\r\n');
  }
}

/** Standard input up to a line that is a dot alone, as sendmail reads it where -i does not say otherwise. */

const END = /\n\.\r?\n/;
/** What may be the beginning of the end. */
const BEGUN = /\n(?:\.\r?)?$/;

export async function* upToDot(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let pending = '\n'; // as if a line had ended: the first one may be the dot, too
  let made = 1; // octets of `pending` that nobody gave
  for await (const piece of pieces) {
    const text = pending + piece;
    const end = END.exec(text);
    if (end !== null) return yield text.slice(made, end.index + 1);
    const from = text.length - (BEGUN.exec(text)?.[0].length ?? 0);
    if (from > made) yield text.slice(made, from);
    pending = text.slice(from);
    made = Math.max(0, made - from);
  }
  if (pending.length > made) yield pending.slice(made);
}
