/** Data of `config lint`. */
import type { ConfigLintData, LintRemark } from '../../mta/lint/index.ts';
import { configProblem } from './config.ts';
import { flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const remark = object<LintRemark>({
  id: text('the finding, as lint.relay.open'),
  severity: oneOf(['ok', 'info', 'warn', 'error', 'unknown']),
  title: text(),
  file: text(),
  line: whole('0: it is about the whole'),
  subject: text('the option, ACL, list or driver'),
  detail: text(),
  fix: optional(text()),
});

export const configLintData = object<ConfigLintData>({
  file: text(),
  valid: flag('config check finds no mistake in it'),
  problems: listOf(configProblem, 'what config check says'),
  remarks: listOf(remark),
});
