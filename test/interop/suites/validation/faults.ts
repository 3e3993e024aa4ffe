/** What is done to a zone after it was signed, to break it in one way. */
import { parseName, type ResourceRecord, RR, type Rrsig, rrsigRdata } from '../../../../src/core/dns/index.ts';
import type { ZoneRow } from '../../world/types.ts';

type Edit = NonNullable<ZoneRow['edit']>;
type Ds = NonNullable<ZoneRow['ds']>;

/** Which records: by owner relative to the zone (all owners where it is absent) and type. */
interface Which {
  readonly owner?: string;
  readonly type?: number;
}

/** Without the signatures over these. */
export const withoutSignatures =
  (which: Which = {}): Edit =>
  (records, zone) =>
    records.filter((record) => !signs(record, which, zone));

/** Without these records; their signatures stay unless `type` names RRSIG. */
export const without =
  (...types: readonly number[]): Edit =>
  (records) =>
    records.filter(({ type }) => !types.includes(type));

/** One bit of the signatures over these is turned. */
export const withBrokenSignatures =
  (which: Which): Edit =>
  (records, zone) =>
    changed(records, (record) => signs(record, which, zone), withLastBitTurned);

/** The RRSIG fields of the signatures over these are changed, and the signature is not made anew. */
export const withAlteredSignatures =
  (which: Which, alter: (rrsig: Rrsig) => Partial<Rrsig>): Edit =>
  (records, zone) =>
    changed(
      records,
      (record) => signs(record, which, zone),
      (record) => {
        const rrsig = rrsigRdata.decode(record.rdata);
        if (!rrsig.ok) throw new Error(`an RRSIG of ${zone} cannot be read`);
        return { ...record, rdata: rrsigRdata.encode({ ...rrsig.value, ...alter(rrsig.value) }) };
      },
    );

/** The RDATA of these is turned in one bit, so that their signatures no longer fit. */
export const withAlteredData =
  ({ owner, type }: Required<Which>): Edit =>
  (records, zone) =>
    changed(records, (record) => record.type === type && record.name === absolute(owner, zone), withLastBitTurned);

export const withTtl =
  ({ owner, type }: Required<Which>, ttlSeconds: number): Edit =>
  (records, zone) =>
    changed(
      records,
      (record) => record.type === type && record.name === absolute(owner, zone),
      (record) => ({ ...record, ttlSeconds }),
    );

/** The records and signatures at one owner appear at another as well: what a replayed wildcard looks like. */
export const withCopy =
  (from: string, to: string, type: number): Edit =>
  (records, zone) => {
    const source = absolute(from, zone);
    const originals = records.filter(
      (record) => record.name === source && (record.type === type || covers(record) === type),
    );
    return [...records, ...originals.map((record) => ({ ...record, name: absolute(to, zone) }))];
  };

/** DS lines with one of their fields (tag, algorithm, digest type, digest) changed. */
export const withDsField =
  (field: 0 | 1 | 2 | 3, change: (value: string) => string): Ds =>
  (lines) =>
    lines.map((line) => {
      const [head, fields] = line.split(/(?<= DS )/) as [string, string];
      return (
        head +
        fields
          .split(' ')
          .map((value, index) => (index === field ? change(value) : value))
          .join(' ')
      );
    });

function signs(record: ResourceRecord, { owner, type }: Which, zone: string): boolean {
  const covered = covers(record);
  if (covered === undefined) return false;
  return (type === undefined || covered === type) && (owner === undefined || record.name === absolute(owner, zone));
}

/** The type that an RRSIG covers: its first two octets (RFC 4034 §3.1). */
function covers({ type, rdata }: ResourceRecord): number | undefined {
  return type === RR.RRSIG ? (rdata[0]! << 8) | rdata[1]! : undefined;
}

function withLastBitTurned(record: ResourceRecord): ResourceRecord {
  const rdata = record.rdata.slice();
  rdata[rdata.length - 1]! ^= 1;
  return { ...record, rdata };
}

/** An edit that changes nothing would make a trial that proves nothing. */
function changed(
  records: readonly ResourceRecord[],
  concerns: (record: ResourceRecord) => boolean,
  change: (record: ResourceRecord) => ResourceRecord,
): readonly ResourceRecord[] {
  if (!records.some(concerns)) throw new Error('an edit concerns no record');
  return records.map((record) => (concerns(record) ? change(record) : record));
}

function absolute(owner: string, zone: string): string {
  const name = parseName(owner === '@' ? zone : `${owner}.${zone}`);
  if (!name.ok) throw new Error(name.error.message);
  return name.value;
}
