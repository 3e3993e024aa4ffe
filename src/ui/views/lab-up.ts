import type { View } from '../types.ts';

/** Data of `mxray lab up`. */
export interface LabUpData {
  readonly pid: number;
  /** The folder of its control channel and files. */
  readonly folder: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly env: Readonly<Record<string, string>>;
  readonly domains: number;
  readonly bulkDomains: number;
  /** It runs on after this command. */
  readonly background: boolean;
}

/** What to do with a lab that has just come up. */
export const labUpView: View<LabUpData> = ({ data }, paint) => {
  const bulk = data.bulkDomains === 0 ? '' : `, ${data.bulkDomains} more in bulk.test`;
  const ending = data.background ? 'end it' : 'end it, as Ctrl-C does here';
  const rows: readonly (readonly [string, string])[] = [
    ['eval "$(mxray lab env)"', 'point this shell at it (fish: mxray lab env --shell fish | source)'],
    ['mxray dane check good.test', 'a domain in order'],
    ['mxray dane check stale.test', 'one that is not'],
    [`cd ${data.folder}/certs`, 'its certificates, OCSP proofs and CRLs as files'],
    ['mxray lab list', 'every domain, what it shows, and what a check should say of it'],
    ['mxray lab break good.test', 'spoil a domain; "mxray lab fix good.test" mends it'],
    ['mxray lab down', ending],
  ];
  return [
    `${paint.strong('The lab is up')}: ${data.domains} domains${bulk} (process ${data.pid}, ${data.folder})`,
    '',
    ...rows.map(([command, what]) => `  ${paint.strong(command.padEnd(29))} ${what}`),
  ].join('\n');
};
