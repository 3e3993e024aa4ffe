/** A whole lab in one process: authority, mail servers, zones, name servers, and the files that lead clients to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, err, ok, type Result, systemClock } from '../base/index.ts';
import { parseIpv4, parseIpv6 } from '../core/dns/index.ts';
import { formatPem } from '../core/pki/issue.ts';
import { createLabCa, type LabCa, WEB_HOST } from './ca/index.ts';
import { type CertificateFiles, createCertificateFiles } from './certificate-files.ts';
import { type LabError, type LabErrorCode, type LabFolder, labFolder } from './control/index.ts';
import type { Certificate } from './dns/index.ts';
import { labEnv } from './env.ts';
import { startNames } from './names.ts';
import { once } from './once.ts';
import {
  createStatusService,
  type PolicyServer,
  type StatusService,
  startPolicyServer,
  type WebServer,
} from './web/index.ts';
import { WEB_ADDRESS } from './world/addresses.ts';
import { BULK_HOST, bulkRows, MAX_BULK_DOMAINS } from './world/bulk.ts';
import { CATALOGUE } from './world/catalogue.ts';
import { formatConnectMap } from './world/connect-map.ts';
import { FAULTS, faultNamed } from './world/faults.ts';
import { type ConnectRow, createFleet, type Fleet } from './world/fleet.ts';
import type { DomainRow } from './world/types.ts';
import { RESOLVER_ADDRESS, RESOLVER_NAME } from './world/zone-book.ts';
import { planZone, type ZonePlan } from './world/zone-plan.ts';

export interface LabOptions {
  /** Bulk domains beside the catalogue; 0 when absent, at most `MAX_BULK_DOMAINS`. */
  readonly domains?: number;
  /** Where its files go, an existing private folder; a temporary one, removed at the end, when absent. */
  readonly folder?: LabFolder;
  /** Rows to build; the catalogue when absent. */
  readonly rows?: readonly DomainRow[];
  /** How long slow servers wait, in milliseconds; 2,000 when absent. */
  readonly slowMs?: number;
  /** Certificates, proofs and lists are written to the folder as well. */
  readonly writesCertificates?: boolean;
  /** Certificates and signatures are good as of its `now`. */
  readonly clock?: Clock;
}

export interface Lab {
  /** Settings for every command: `MXRAY_RESOLVER`, `MXRAY_CONNECT_FILE`, `MXRAY_TRUST_ANCHOR`, `MXRAY_CA_FILE`. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: LabFolder;
  readonly rows: readonly DomainRow[];
  readonly bulkDomains: readonly string[];
  /** Domain → fault, of those spoiled by `break`. */
  readonly broken: ReadonlyMap<string, string>;
  /** Spoils a domain; names of faults are in `FAULTS`. */
  break(domain: string, fault: string): Promise<Result<void, LabError>>;
  /** Mends one domain, or all. */
  fix(domain?: string): Promise<Result<void, LabError>>;
  close(): Promise<void>;
}

const DEFAULT_SLOW_MS = 2000;

/** @throws RangeError on more bulk domains than the bound; commands check it first */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { domains = 0, slowMs = DEFAULT_SLOW_MS, clock = systemClock } = options;
  if (domains > MAX_BULK_DOMAINS) throw new RangeError(`at most ${MAX_BULK_DOMAINS} bulk domains`);
  const now = clock.now();
  const ca = await createLabCa(now);
  const status = createStatusService(ca, { slowMs, now: () => clock.now() });
  const fleet = createFleet(ca, status, { slowMs });
  const web = await status.listen();
  try {
    return await assemble(options, { ca, fleet, status, web, bulk: bulkRows(domains), now });
  } catch (error) {
    await Promise.all([fleet.close(), web.close()]);
    throw error;
  }
}

interface Parts {
  readonly ca: LabCa;
  readonly fleet: Fleet;
  readonly status: StatusService;
  readonly web: WebServer;
  readonly bulk: readonly DomainRow[];
  readonly now: Date;
}

async function assemble({ rows = CATALOGUE, ...options }: LabOptions, parts: Parts): Promise<Lab> {
  const { ca, fleet, status, web, bulk, now } = parts;
  const trust = ca.trustPem(); // RSA keys are made meanwhile
  const folder = options.folder ?? labFolder(mkdtempSync(join(tmpdir(), 'mxray-lab-')));
  const files =
    options.writesCertificates === true
      ? createCertificateFiles(folder.certificates, status, ca.authorities)
      : undefined;
  const plan = (row: DomainRow): Promise<ZonePlan> => planRow(row, fleet, files);
  const plans = [...(await eachInTurn(rows, plan)), ...(await planBulk(fleet, bulk))];
  const policies = await startPolicyServer(policySites(rows), ca);
  const names = await startNames(plans, { now, certificate: await resolverCertificate(ca) });
  writeFiles(folder, {
    connectMap: formatConnectMap([
      ...names.connectRows,
      ...webRows(web),
      ...policyRows(rows, policies),
      ...fleet.connectRows(),
    ]),
    trustAnchor: names.trustAnchor,
    ca: await trust,
  });
  await files?.writeRest();
  return {
    env: labEnv(folder),
    folder,
    rows,
    bulkDomains: bulk.map(({ name }) => name),
    ...mechanic(rows, async (row) => names.replace(await plan(row))),
    close: once(async () => {
      await Promise.all([fleet.close(), web.close(), policies.close(), names.close()]);
      files?.remove();
      if (options.folder === undefined) rmSync(folder.path, { recursive: true, force: true });
    }),
  };
}

const webRows = ({ port }: WebServer): ConnectRow[] =>
  [WEB_HOST, WEB_ADDRESS.v4, WEB_ADDRESS.v6].map((host) => ({ host, port: 80, leadsTo: port }));

const policySites = (rows: readonly DomainRow[]) =>
  new Map(rows.flatMap(({ name, policy }) => (policy === undefined ? [] : [[`mta-sts.${name}`, policy] as const])));

const policyRows = (rows: readonly DomainRow[], { port }: PolicyServer): ConnectRow[] =>
  [...policySites(rows).keys(), WEB_ADDRESS.v4, WEB_ADDRESS.v6].map((host) => ({ host, port: 443, leadsTo: port }));

/** For the resolver's name and addresses, as DNS over TLS and HTTPS are asked by either. */
async function resolverCertificate(ca: LabCa): Promise<Certificate> {
  const addresses = [parseIpv4(RESOLVER_ADDRESS.v4)!, parseIpv6(RESOLVER_ADDRESS.v6)!];
  const { keyPem, chain } = await ca.issue({ keyType: 'p256', names: [RESOLVER_NAME], addresses });
  return { key: keyPem, cert: chain.map((der) => formatPem('CERTIFICATE', der)).join('') };
}

async function planRow(row: DomainRow, fleet: Fleet, files: CertificateFiles | undefined): Promise<ZonePlan> {
  const facts = await fleet.place(row);
  await files?.writeRow(row, facts);
  return planZone(row, facts);
}

async function eachInTurn<In, Out>(items: readonly In[], act: (item: In) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = [];
  for (const item of items) done.push(await act(item));
  return done;
}

/** Every bulk domain has a mail host of its own name, and all of those are one. */
async function planBulk(fleet: Fleet, rows: readonly DomainRow[]): Promise<ZonePlan[]> {
  if (rows.length === 0) return [];
  const facts = (await fleet.place(BULK_HOST)).get('mx.bulk.test')!;
  return rows.map((row) => planZone(row, new Map([[`mx.${row.name}`, facts]])));
}

function writeFiles(folder: LabFolder, texts: Readonly<Record<'connectMap' | 'trustAnchor' | 'ca', string>>): void {
  for (const name of ['connectMap', 'trustAnchor', 'ca'] as const) {
    writeFileSync(folder[name], texts[name], { mode: 0o600 });
  }
}

/** Breaking and mending: both build the domain again, from the spoiled row or from the catalogue's. */
function mechanic(
  rows: readonly DomainRow[],
  rebuild: (row: DomainRow) => Promise<void>,
): Pick<Lab, 'broken' | 'break' | 'fix'> {
  const broken = new Map<string, string>();
  return {
    broken,
    async break(domain, faultName) {
      const row = rows.find(({ name }) => name === domain);
      if (row === undefined) return unknownDomain(domain);
      const fault = faultNamed(faultName);
      if (fault === undefined) return unknownFault(faultName);
      await rebuild(fault.spoil(row));
      broken.set(domain, faultName);
      return ok(undefined);
    },
    async fix(domain) {
      const wanted = domain === undefined ? [...broken.keys()] : [domain];
      for (const name of wanted) {
        const row = rows.find((candidate) => candidate.name === name);
        if (row === undefined) return unknownDomain(name);
        await rebuild(row);
        broken.delete(name);
      }
      return ok(undefined);
    },
  };
}

function unknownDomain(domain: string): Result<never, LabError> {
  return refuse('lab/unknown-domain', `the lab has no domain ${domain}`, '"mxray lab list" shows those it has');
}

function unknownFault(fault: string): Result<never, LabError> {
  const known = FAULTS.map(({ name }) => name).join(', ');
  return refuse('lab/unknown-fault', `there is no fault ${fault}`, `one of: ${known}`);
}

function refuse(code: LabErrorCode, message: string, hint: string): Result<never, LabError> {
  return err({ code, message, hint, fault: 'configuration', temporary: false });
}
