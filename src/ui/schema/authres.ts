/** Data of `authres show`, and the shapes of results that other commands share. */
import type { ExplainedResult, MethodResult, Property, ShowData, ShownField } from '../../core/authres/index.ts';
import { flag, listOf, object, oneOf, optional, type Rows, text, whole } from './shapes.ts';

const property = object<Property>({
  type: text('smtp, header, policy, …; empty where it was left out'),
  name: text(),
  value: text(),
  comment: optional(text()),
});

const rows: Rows<MethodResult> = {
  method: text('spf, dkim, …'),
  methodVersion: optional(whole()),
  result: text('pass, fail, …'),
  reason: optional(text()),
  comment: optional(text()),
  properties: listOf(property),
};

export const methodResult = object<MethodResult>(rows);

const explained = object<ExplainedResult>({
  ...rows,
  asks: optional(text('what the method asks, where it is known')),
  meaning: optional(text('of the result')),
});

const field = object<ShownField>({
  name: oneOf(['Authentication-Results', 'ARC-Authentication-Results']),
  instance: optional(whole('i= of ARC')),
  authservId: optional(text('who says it')),
  version: optional(whole('of the format')),
  comment: optional(text()),
  trusted: optional(flag('with --authserv-id: whether this field is believed')),
  results: listOf(explained),
  leniencies: listOf(
    object<ShownField['leniencies'][number]>({ code: text(), detail: text() }),
    'what goes beyond the grammar',
  ),
  error: optional(object<NonNullable<ShownField['error']>>({ code: text(), detail: text() }, 'why it cannot be read')),
});

export const authresShowData = object<ShowData>({ fields: listOf(field, 'from the top of the header down') });
