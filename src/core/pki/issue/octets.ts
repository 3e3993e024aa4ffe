/** An own copy of exactly these octets: a Buffer's `buffer` is the shared pool. */
export function arrayBuffer(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}
