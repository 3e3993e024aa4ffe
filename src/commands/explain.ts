import * as Args from '@oclif/core/args';
import { type FindingDef, nearest, ok, type Report, type Result } from '../base/index.ts';
import { arcFindings } from '../core/arc/index.ts';
import { authresFindings } from '../core/authres/index.ts';
import { bounceFindings } from '../core/bounce/index.ts';
import { certFindings } from '../core/cert/index.ts';
import { certNameFindings } from '../core/certname/index.ts';
import { checkFindings } from '../core/check/index.ts';
import { crlFindings } from '../core/crl/index.ts';
import { daneFindings } from '../core/dane/index.ts';
import { dkimFindings } from '../core/dkim/index.ts';
import { dmarcFindings } from '../core/dmarc/index.ts';
import { dnssecFindings } from '../core/dns/index.ts';
import { doctorFindings } from '../core/doctor/index.ts';
import { dsnFindings } from '../core/dsn/index.ts';
import { mtaStsFindings } from '../core/mtasts/index.ts';
import { ocspFindings } from '../core/ocsp/index.ts';
import { proxyFindings } from '../core/proxy/index.ts';
import { reverseFindings } from '../core/reverse/index.ts';
import { sendFindings } from '../core/send/index.ts';
import { spfFindings } from '../core/spf/index.ts';
import { staplingFindings } from '../core/stapling/index.ts';
import { surveyFindings } from '../core/survey/index.ts';
import { tlsRptFindings } from '../core/tlsrpt/index.ts';
import { configFindings } from '../mta/config/index.ts';
import { serveFindings } from '../mta/daemon/index.ts';
import { expandFindings } from '../mta/host/index.ts';
import { lintFindings } from '../mta/lint/index.ts';
import { logFindings } from '../mta/log/index.ts';
import { lookupFindings } from '../mta/lookup/index.ts';
import { queueFindings } from '../mta/queue/index.ts';
import { routeFindings } from '../mta/route/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../ui/command/index.ts';
import type { ExplainData, ExplainedFinding } from '../ui/views/explain.ts';

/** Every module's registry. */
const FINDINGS: readonly FindingDef[] = [
  ...arcFindings,
  ...authresFindings,
  ...bounceFindings,
  ...certFindings,
  ...checkFindings,
  ...configFindings,
  ...crlFindings,
  ...certNameFindings,
  ...daneFindings,
  ...dkimFindings,
  ...dmarcFindings,
  ...dnssecFindings,
  ...doctorFindings,
  ...logFindings,
  ...lookupFindings,
  ...routeFindings,
  ...serveFindings,
  ...lintFindings,
  ...mtaStsFindings,
  ...dsnFindings,
  ...expandFindings,
  ...ocspFindings,
  ...proxyFindings,
  ...queueFindings,
  ...reverseFindings,
  ...sendFindings,
  ...spfFindings,
  ...staplingFindings,
  ...surveyFindings,
  ...tlsRptFindings,
];

export default class Explain extends CheckCommand<string | undefined, ExplainData> {
  static override summary = 'What a finding means, why it matters and how to mend it.';
  static override description =
    'Findings have stable names, as dane.tlsa.no-match. Without a name, all of them; the beginning of a name, those.';
  static override examples = ['<%= config.bin %> explain dane.tlsa.no-match', '<%= config.bin %> explain dnssec'];
  static override args = { finding: Args.string({ description: 'name of a finding, or the beginning of some' }) };

  protected readonly facts: CommandFacts<ExplainData> = {
    command: 'explain',
    schema: 'explain',
    needs: 'nothing',
    view: async () => (await import('../ui/views/explain.ts')).explainView,
  };

  protected readInput(fields: Fields): string | undefined {
    const name = fields.optionalText('finding');
    if (name === undefined || matching(name).length > 0) return name;
    const near = nearestFinding(name);
    fields.problem(
      `there is no finding "${name}": ${near === undefined ? 'mxray explain lists them' : `did you mean ${near}?`}`,
    );
    return name;
  }

  protected target(name: string | undefined): string | undefined {
    return name;
  }

  protected async inspect(name: string | undefined): Promise<Result<Report<ExplainData>, never>> {
    const findings = (name === undefined ? FINDINGS : matching(name)).map(told);
    return ok({ findings: [], data: { findings, ids: FINDINGS.map(({ id }) => id) } });
  }
}

/** By the whole name, or else by its last word, which is what people remember. */
function nearestFinding(name: string): string | undefined {
  const ids = FINDINGS.map(({ id }) => id);
  const last = (id: string): string => id.split('.').at(-1)!;
  const near = nearest(last(name), ids.map(last));
  return nearest(name, ids) ?? ids.find((id) => last(id) === near);
}

/** The one of that name, or else all in that family: `dane.tlsa`. */
function matching(name: string): readonly FindingDef[] {
  const exact = FINDINGS.filter(({ id }) => id === name);
  return exact.length > 0 ? exact : FINDINGS.filter(({ id }) => id.startsWith(`${name.replace(/\.$/, '')}.`));
}

function told({ id, severity, title, explanation, fix, refs }: FindingDef): ExplainedFinding {
  return { id, severity, title, explanation, refs, ...(fix !== undefined && { fix }) };
}
