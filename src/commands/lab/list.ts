import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  askLab,
  CRL_MOODS,
  CRL_URL,
  DELIVERIES,
  type DomainRow,
  FAMILIES,
  FAULTS,
  LAB_DIR_HELP,
  type LabFolder,
  labFolderAt,
  OCSP_MOODS,
  OCSP_URL,
} from '../../lab/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { LabListData, LabListDomain, LabListMood } from '../../ui/views/lab-list.ts';

const FAMILY_NAMES = Object.keys(FAMILIES);

interface Input {
  readonly folder: LabFolder;
  /** All when absent. */
  readonly family?: string;
}

export default class LabList extends CheckCommand<Input, LabListData> {
  static override summary = 'Every domain of the lab, what it shows, and what a check should say of it.';
  static override description =
    'Also the faults that "lab break" knows, and the moods of the OCSP responder and of the CRLs, each with a URL of its own. Where ' +
    'a lab is running, its broken domains are marked.';
  static override examples = [
    '<%= config.bin %> lab list',
    '<%= config.bin %> lab list --family staples',
    '<%= config.bin %> lab list --json',
  ];
  static override flags = {
    family: Flags.string({ helpValue: 'NAME', description: `domains of one family: ${FAMILY_NAMES.join(', ')}` }),
    'lab-dir': Flags.string({ helpValue: 'DIR', description: LAB_DIR_HELP }),
  };

  protected readonly facts: CommandFacts<LabListData> = {
    command: 'lab list',
    schema: 'lab-list',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/lab-list.ts')).labListView,
  };

  protected readInput(fields: Fields): Input {
    const family = fields.oneOf('family', FAMILY_NAMES);
    const folder = labFolderAt(fields.optionalText('labDir'), process.env);
    return { folder, ...(family !== undefined && { family }) };
  }

  protected target(): undefined {
    return undefined;
  }

  protected async inspect({ folder, family: wanted }: Input): Promise<Result<Report<LabListData>, Failure>> {
    const status = await askLab(folder, { op: 'status' });
    if (!status.ok && status.error.code !== 'lab/not-running') return status;
    const broken = status.ok ? status.value.broken : {};
    const domains = Object.entries(FAMILIES)
      .filter(([family]) => wanted === undefined || family === wanted)
      .flatMap(([family, rows]) => rows.map((row) => listed(row, family, broken[row.name])));
    const certificates = status.ok ? { certificates: folder.certificates } : {};
    const faults = FAULTS.map(({ name, about }) => ({ name, about }));
    return ok({ findings: [], data: { running: status.ok, ...certificates, domains, faults, ...moods() } });
  }
}

/** Deliveries are moods of responder and lists alike. */
function moods(): Pick<LabListData, 'responder' | 'lists'> {
  const told = (rows: readonly { readonly name: string; readonly about: string }[], url: (mood: string) => string) =>
    [...rows, ...DELIVERIES].map(({ name, about }): LabListMood => ({ name, about, url: url(name) }));
  return {
    responder: told(OCSP_MOODS, (mood) => `${OCSP_URL}/${mood}`),
    lists: told(CRL_MOODS, (mood) => CRL_URL('issuing', mood)),
  };
}

/** `s1 usable, s2 revoked`. */
const keysOf = (keys: NonNullable<DomainRow['dkim']>): string =>
  Object.entries(keys)
    .map(([selector, { status }]) => `${selector} ${status}`)
    .join(', ');

function listed(row: DomainRow, family: string, broken: string | undefined): LabListDomain {
  const { name, shows, expect, certificate, mtaSts, tlsRpt, dkim, dmarc, whole } = row;
  const { verdict, policy, exit } = expect;
  const expected = { verdict, policy, exit };
  return {
    name,
    family,
    shows,
    expected,
    ...(certificate !== undefined && { certificate }),
    ...(mtaSts !== undefined && { mtasts: `${mtaSts.verdict} ${mtaSts.status}` }),
    ...(tlsRpt !== undefined && { tlsrpt: `${tlsRpt.verdict} ${tlsRpt.outcome}` }),
    ...(dkim !== undefined && { dkim: keysOf(dkim) }),
    ...(dmarc !== undefined && { dmarc: `${dmarc.verdict} ${dmarc.policy}` }),
    ...(whole !== undefined && { check: whole.verdict }),
    ...(broken !== undefined && { broken }),
  };
}
