/**
 * Where a message is that lies in a tray: the content record with its body, and the frame around it.
 *
 * It stands behind the message's queue record, as `<tray> <frame at> <content at> <octets of it>`.
 */
export interface Place {
  readonly tray: string;
  /** Where the frame begins. */
  readonly from: number;
  /** Where the content record begins. */
  readonly at: number;
  readonly octets: number;
}

export interface Places {
  /** The content record with its body; undefined where the tray is gone, or too short. */
  read(place: Place): Buffer | undefined;
}

export const formatPlace = ({ tray, from, at, octets }: Place): Buffer =>
  Buffer.from(`${tray} ${from} ${at} ${octets}`, 'latin1');

export const isSame = (one: Place | undefined, other: Place): boolean =>
  one?.tray === other.tray && one.from === other.from && one.at === other.at;

/** Undefined: there is none. */
export function parsePlace(text: Buffer): Place | undefined {
  const [, tray, from, at, octets] = /^([\w.-]+) (\d+) (\d+) (\d+)$/.exec(text.toString('latin1')) ?? [];
  return tray === undefined ? undefined : { tray, from: Number(from), at: Number(at), octets: Number(octets) };
}
