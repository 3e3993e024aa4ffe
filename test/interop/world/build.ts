/**
 * From rows to zone files: every zone is signed by the signer it names, and its DS goes into its parent, leaves first.
 *
 * The name server of zone Z is called `ns.Z` and has the address of the server that the row names.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatZoneText, parseZoneText, type ResourceRecord } from '../../../src/core/dns/index.ts';
import { concurrently } from '../framework/concurrently.ts';
import { dsLines, signWithBind } from '../peers/bind-signer.ts';
import { signWithKnot } from '../peers/knot-signer.ts';
import { signWithLdns } from '../peers/ldns-signer.ts';
import { ADDRESSES } from './addresses.ts';
import type { ServedZone, SignerName, SignJob, ZoneRow } from './types.ts';

export interface World {
  readonly zones: readonly (ServedZone & { readonly row: ZoneRow })[];
  /** DS lines of the root. */
  readonly anchors: readonly string[];
}

const SIGNERS: Readonly<Record<SignerName, (job: SignJob) => Promise<string>>> = {
  bind: signWithBind,
  knot: signWithKnot,
  ldns: signWithLdns,
};

/** @param rows  the root among them; each zone's parent too */
export async function buildWorld(rows: readonly ZoneRow[], folder: string): Promise<World> {
  const delegations = new Map<string, string[]>();
  const zones: World['zones'][number][] = [];
  let anchors: readonly string[] = [];
  for (const level of levels(rows)) {
    const built = await concurrently(2, level, (row) => buildZone(row, delegations.get(row.name) ?? [], folder));
    for (const { row, file, ds } of built) {
      zones.push({ name: row.name, file, row });
      const published = row.ds === undefined ? ds : row.ds(ds);
      if (row.name === '') anchors = published;
      else addTo(delegations, parentOf(row.name, rows), delegation(row, published));
    }
  }
  return { zones, anchors };
}

/** Rows of equal depth together, deepest first. */
function levels(rows: readonly ZoneRow[]): readonly (readonly ZoneRow[])[] {
  const depth = ({ name }: ZoneRow): number => (name === '' ? 0 : name.split('.').length);
  const depths = [...new Set(rows.map(depth))].sort((a, b) => b - a);
  return depths.map((wanted) => rows.filter((row) => depth(row) === wanted));
}

function parentOf(name: string, rows: readonly ZoneRow[]): string {
  const labels = name.split('.');
  const ancestors = labels.map((_, index) => labels.slice(index + 1).join('.'));
  return ancestors.find((ancestor) => rows.some((row) => row.name === ancestor))!;
}

function addTo(map: Map<string, string[]>, key: string, lines: readonly string[]): void {
  map.set(key, [...(map.get(key) ?? []), ...lines]);
}

function delegation({ name, server }: ZoneRow, ds: readonly string[]): readonly string[] {
  return [`${name}. NS ns.${name}.`, `ns.${name}. A ${ADDRESSES[server]}`, ...ds];
}

interface BuiltZone {
  readonly row: ZoneRow;
  readonly file: string;
  readonly ds: readonly string[];
}

async function buildZone(row: ZoneRow, delegations: readonly string[], parent: string): Promise<BuiltZone> {
  const folder = join(parent, row.name === '' ? 'root' : row.name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'served.zone');
  const plain = zoneText(row, delegations);
  if (row.signing === undefined) {
    writeFileSync(file, plain);
    return { row, file, ds: [] };
  }
  const { signing } = row;
  const signed = await SIGNERS[signing.signer]({ zone: row.name, text: plain, folder, signing });
  writeFileSync(file, signed);
  const ds = await dsLines(row.name, file);
  if (row.edit !== undefined) writeFileSync(file, formatZoneText(row.edit(readZone(signed, row.name), row.name)));
  return { row, file, ds };
}

/** The signer's text through our own reader, which is a test of that reader too. */
function readZone(text: string, zone: string): readonly ResourceRecord[] {
  const records = parseZoneText(text, { file: `the signed zone ${zone}`, origin: zone });
  if (!records.ok) throw new Error(records.error.message);
  return records.value;
}

function zoneText({ name, lines, server }: ZoneRow, delegations: readonly string[]): string {
  const ns = name === '' ? 'ns.root.' : `ns.${name}.`;
  const head = [
    `$ORIGIN ${name}.`,
    '$TTL 300',
    `@ SOA ${ns} hostmaster.invalid. 1 7200 3600 1209600 300`,
    `@ NS ${ns}`,
  ];
  return [...head, `${ns} A ${ADDRESSES[server]}`, ...lines, ...delegations, ''].join('\n');
}
