/** What `config lint` answers: what `config check` says, and what the rules say of a configuration that can be read. */
import { type Finding, type Report, say } from '../../base/index.ts';
import {
  type ConfigProblem,
  type ConfigurationSource,
  configCheckReport,
  type ReadOptions,
  readConfiguration,
} from '../config/index.ts';
import type { Remark } from './remark.ts';
import { aclFlowRules } from './rules/acl-flow.ts';
import { constantRules } from './rules/constants.ts';
import { relayRules } from './rules/relay.ts';
import { retryRules, routingRules } from './rules/routing.ts';
import { taintRules } from './rules/taint.ts';
import { tlsRules } from './rules/tls.ts';
import { unusedRules } from './rules/unused.ts';

export interface ConfigLintData {
  readonly file: string;
  /** `config check` finds no mistake in it. */
  readonly valid: boolean;
  readonly problems: readonly ConfigProblem[];
  readonly remarks: readonly LintRemark[];
}

export interface LintRemark {
  /** Of the finding: `lint.relay.open`. */
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly title: string;
  readonly file: string;
  /** 0: it is about the whole. */
  readonly line: number;
  /** The option, ACL, list or driver it is about. */
  readonly subject: string;
  readonly detail: string;
  readonly fix?: string;
}

const RULES = [relayRules, taintRules, tlsRules, aclFlowRules, routingRules, retryRules, unusedRules, constantRules];

export function configLintReport(source: ConfigurationSource, options: ReadOptions): Report<ConfigLintData> {
  const checked = configCheckReport(source, options);
  const { file, valid, problems } = checked.data;
  const read = readConfiguration(source, options);
  const remarks = read.ok ? RULES.flatMap((rule) => rule(read.value)) : [];
  const findings = [...checked.findings, ...remarks.map(findingOf)];
  return { findings, data: { file, valid, problems, remarks: remarks.map(remarkOf) } };
}

const findingOf = ({ def, place, subject, detail }: Remark): Finding =>
  say(def, { scope: { file: whereOf(place) }, detail, evidence: { line: place.line, subject } });

const whereOf = ({ file, line }: Remark['place']): string => (line === 0 ? file : `${file}:${line}`);

const remarkOf = ({ def, place, subject, detail }: Remark): LintRemark => ({
  ...{ id: def.id, severity: def.severity, title: def.title, file: place.file, line: place.line, subject, detail },
  ...(def.fix !== undefined && { fix: def.fix }),
});
