/** The rewrite section: a rule a line. */
import type { LogicalLines } from '../lines/logical.ts';
import type { Problems } from '../problems.ts';
import type { RewriteRule } from '../types.ts';
import { readRewriteRule } from './rewrite-rule.ts';

export function readRewrite(lines: LogicalLines, problems: Problems): readonly RewriteRule[] {
  const rules: RewriteRule[] = [];
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const rule = readRewriteRule(line.text);
    if (rule.ok) rules.push({ ...rule.value, place: line.place });
    else problems.error('rewrite', line.place, rule.error);
  }
  return rules;
}
