/** An entry's key in the index: its issuer and the octets of its serial number. */
import { Cursor } from './cursor.ts';
import type { IssuerTurns } from './issuer-turns.ts';
import { SerialIndex } from './serial-index.ts';
import type { ListFault } from './types.ts';

/** Of the octets: two for each of SEQUENCE, INTEGER and time, one of serial and thirteen of UTCTime. */
const MIN_ENTRY_OCTETS = 20;

export interface SerialKeys {
  /** What is wrong where an equal one is there already. */
  add(at: number): ListFault | undefined;
  find(serial: Uint8Array, issuer: Uint8Array): number | undefined;
}

export function createKeys(contents: Uint8Array, seed: number, turns: IssuerTurns): SerialKeys {
  const cursor = new Cursor(contents);
  const onSerial = (offset: number): void => {
    cursor.set(offset, contents.length);
    cursor.set(cursor.start, cursor.end);
    cursor.start = firstOfNumber(contents, cursor.start, cursor.end);
  };
  const hashAt = (offset: number): number => {
    onSerial(offset);
    return hashOf(contents, cursor.start, cursor.end, seed);
  };
  const hasSerial = (offset: number, serial: Uint8Array): boolean => {
    onSerial(offset);
    return (
      serial.length === cursor.end - cursor.start && serial.every((octet, i) => octet === contents[cursor.start + i])
    );
  };
  const isSame = (a: number, b: number): boolean => {
    onSerial(b);
    return hasSerial(a, contents.subarray(cursor.start, cursor.end)) && turns.groupAt(a) === turns.groupAt(b);
  };
  const index = new SerialIndex(contents.length / (2 * MIN_ENTRY_OCTETS), hashAt, isSame);
  return {
    add: (at) =>
      index.add(at)
        ? undefined
        : { code: 'duplicate-serial', detail: `the entry at octet ${at} repeats a serial number` },
    find(written, issuer) {
      const group = turns.groupOf(issuer);
      const serial = written.subarray(firstOfNumber(written, 0, written.length));
      const fits = (offset: number): boolean => turns.groupAt(offset) === group && hasSerial(offset, serial);
      return group === undefined ? undefined : index.find(hashOf(serial, 0, serial.length, seed), fits);
    },
  };
}

/** Zeros that DER has no use for are no part of a number, whoever writes them. */
function firstOfNumber(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (end - first > 1 && bytes[first] === 0 && bytes[first + 1]! < 0x80) first += 1;
  return first;
}

function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = start; i < end; i += 1) {
    hash = Math.imul(hash ^ bytes[i]!, 0x5bd1_e995);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
