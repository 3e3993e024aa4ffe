/**
 * The registry of record types: what can be done with RDATA knowing only its type number.
 *
 * How to add a type: a file beside this one with its value's interface and a `defineRdata` row (hinfo.ts is the
 * smallest to copy), a line in ROWS, a line in test/core/dns/rdata/vectors.ts. Types without a row read and write in the
 * generic form of RFC 3597.
 */
import { err, ok, type Result } from '../../../base/index.ts';
import { formatType, RR } from '../rr-types.ts';
import { aRdata } from './a.ts';
import { aaaaRdata } from './aaaa.ts';
import { caaRdata } from './caa.ts';
import { certRdata } from './cert.ts';
import { malformed, rdataError } from './define.ts';
import { cdnskeyRdata, dnskeyRdata } from './dnskey.ts';
import { cdsRdata, dsRdata } from './ds.ts';
import type { FieldReader } from './field-reader.ts';
import { hinfoRdata } from './hinfo.ts';
import { mxRdata } from './mx.ts';
import { naptrRdata } from './naptr.ts';
import { nsecRdata } from './nsec.ts';
import { nsec3Rdata } from './nsec3.ts';
import { nsec3paramRdata } from './nsec3param.ts';
import { openpgpkeyRdata } from './openpgpkey.ts';
import { rrsigRdata } from './rrsig.ts';
import { cnameRdata, dnameRdata, nsRdata, ptrRdata } from './single-name.ts';
import { soaRdata } from './soa.ts';
import { srvRdata } from './srv.ts';
import { sshfpRdata } from './sshfp.ts';
import { httpsRdata, svcbRdata } from './svcb.ts';
import { smimeaRdata, tlsaRdata } from './tlsa.ts';
import { spfRdata, txtRdata } from './txt.ts';
import type { NameLayout, RdataDef, RdataError } from './types.ts';
import { formatGeneric, isGeneric, parseGeneric } from './unknown.ts';
import { uriRdata } from './uri.ts';

/** The row of a type, its value's type forgotten; undefined where RFC 3597 is all there is. */
export function rdataDef(type: number): RdataDef<unknown> | undefined {
  return ROWS.get(type);
}

/** Every row, in order of type numbers. */
export function rdataDefs(): readonly RdataDef<unknown>[] {
  return [...ROWS.values()].sort((a, b) => a.type - b.type);
}

/** Where names stand in a type's RDATA; undefined when it has none we know of. */
export function nameLayout(type: number): NameLayout | undefined {
  return type === RR.A || type === RR.AAAA ? undefined : (ROWS.get(type)?.names ?? OBSOLETE_LAYOUTS.get(type));
}

/** Zone-file text of RDATA; the generic form where the type is unknown or the octets do not fit it (RFC 3597 §5). */
export function formatRdata(type: number, rdata: Uint8Array): string {
  const row = ROWS.get(type);
  const value = row?.decode(rdata);
  return row !== undefined && value?.ok === true ? row.format(value.value) : formatGeneric(rdata);
}

/** RDATA from the words of a record; `\#` is understood for every type (RFC 3597 §5). */
export function parseRdata(type: number, fields: FieldReader): Result<Uint8Array, RdataError> {
  const row = ROWS.get(type);
  if (row === undefined || isGeneric(fields)) return parseGenericRdata(type, fields, row);
  const value = row.parseFields(fields);
  return value.ok ? ok(row.encode(value.value)) : value;
}

/** Octets written by hand must still fit a type we know. */
function parseGenericRdata(
  type: number,
  fields: FieldReader,
  row: RdataDef<unknown> | undefined,
): Result<Uint8Array, RdataError> {
  const rdata = parseGeneric(fields);
  if (fields.fault !== undefined) return err(rdataError('configuration', malformed(formatType(type), fields.fault)));
  const value = row?.decode(rdata);
  return value === undefined || value.ok ? ok(rdata) : err({ ...value.error, fault: 'configuration' });
}

/** Rows differ in their value's type, which only the row itself knows. */
function rowsOf(rows: readonly unknown[]): ReadonlyMap<number, RdataDef<unknown>> {
  return new Map((rows as readonly RdataDef<unknown>[]).map((row) => [row.type, row]));
}

const ROWS: ReadonlyMap<number, RdataDef<unknown>> = rowsOf([
  aRdata,
  aaaaRdata,
  nsRdata,
  cnameRdata,
  dnameRdata,
  ptrRdata,
  soaRdata,
  mxRdata,
  txtRdata,
  spfRdata,
  srvRdata,
  tlsaRdata,
  smimeaRdata,
  dsRdata,
  cdsRdata,
  dnskeyRdata,
  cdnskeyRdata,
  rrsigRdata,
  nsecRdata,
  nsec3Rdata,
  nsec3paramRdata,
  caaRdata,
  svcbRdata,
  httpsRdata,
  naptrRdata,
  hinfoRdata,
  sshfpRdata,
  certRdata,
  openpgpkeyRdata,
  uriRdata,
]);

const obsolete = (skip: number, count: number): NameLayout => ({ skip, count, compressed: true, folded: true });

/** Types without a row whose names are compressed and folded all the same (RFC 3597 §4, RFC 4034 §6.2). */
const OBSOLETE_LAYOUTS: ReadonlyMap<number, NameLayout> = new Map([
  [RR.MD, obsolete(0, 1)],
  [RR.MF, obsolete(0, 1)],
  [RR.MB, obsolete(0, 1)],
  [RR.MG, obsolete(0, 1)],
  [RR.MR, obsolete(0, 1)],
  [RR.MINFO, obsolete(0, 2)],
  [RR.RP, obsolete(0, 2)],
  [RR.AFSDB, obsolete(2, 1)],
  [RR.RT, obsolete(2, 1)],
  [RR.SIG, obsolete(18, 1)],
  [RR.PX, obsolete(2, 2)],
  [RR.NXT, obsolete(0, 1)],
  [RR.KX, obsolete(2, 1)],
]);
