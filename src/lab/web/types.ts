/** What the web server of the lab answers with, and the ways it can fail to. */
import type { ServerResponse } from 'node:http';

export interface Reply {
  readonly status: number;
  /** Media type. */
  readonly type: string;
  readonly body: Uint8Array;
}

/** One request, as much of it as an answer depends on. */
export interface Question {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly body: Uint8Array;
}

export interface DeliveryIo {
  readonly response: ServerResponse;
  readonly question: Question;
  /** The name of the delivery, as it stands in the path. */
  readonly mood: string;
  /** How long slow ones wait, in milliseconds. */
  readonly slowMs: number;
}

/** A row of the registry of deliveries: what comes instead of a right answer, or how a right one comes. */
export interface Delivery {
  readonly name: string;
  readonly about: string;
  readonly deliver: (reply: () => Promise<Reply>, io: DeliveryIo) => Promise<void>;
}

/** Where the certificates of one issuer stand: what the responder and the lists say of each. */
export interface Standing {
  /** Contents of the INTEGER. */
  readonly serial: Uint8Array;
  /** A row of ocsp/moods.ts or of deliveries.ts. */
  readonly mood: string;
}
