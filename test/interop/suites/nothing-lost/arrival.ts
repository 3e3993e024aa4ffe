/** What the sink writes down of a transaction. */
export interface Arrival {
  /** By the wall clock, before 250 was said. */
  readonly atMs: number;
  /** Process of the sink. */
  readonly sink: number;
  /** Port of the other side, which is the road's. */
  readonly connection: number;
  /** Process of the server that brought it, as its EHLO says. */
  readonly worker: number;
  /** The server's own, of the newest Received field. */
  readonly id: string;
  /** Empty: it is a report. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Of the known message, or of the one that a report is about. */
  readonly key: string;
  /** Octet for octet what was sent; reports always. */
  readonly isWhole: boolean;
  /** Of a report: who could not be reached. */
  readonly failed?: readonly string[];
}
