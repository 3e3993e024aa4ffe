import type { ExplainedResult, ShowData, ShownField } from '../../core/authres/index.ts';
import type { Paint, View } from '../types.ts';

/** Each field with its results in words, then what is to be said of them. */
export const authresShowView: View<ShowData> = ({ data, findings }, paint, verbosity) => {
  const told = findings
    .filter(({ severity }) => verbosity > 0 || severity !== 'ok')
    .map(
      ({ severity, title, detail }) => `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`,
    );
  const blocks = verbosity < 0 ? [] : data.fields.flatMap((field) => fieldLines(field, paint));
  return [...blocks, ...told].join('\n');
};

function fieldLines(field: ShownField, paint: Paint): readonly string[] {
  const { name, instance, authservId, trusted, results, error } = field;
  const trust = trusted === undefined ? '' : trusted ? paint.good(' (believed)') : paint.dim(' (not believed)');
  const who = authservId === undefined ? 'nobody named' : paint.strong(authservId);
  const head = `${name}${instance === undefined ? '' : ` i=${instance}`} of ${who}${trust}`;
  if (error !== undefined) return [head, `  ${paint.bad('unreadable')}: ${error.detail}`];
  return [
    head,
    ...(results.length === 0 ? ['  no check was made'] : results.flatMap((one) => resultLines(one, paint))),
  ];
}

function resultLines({ method, result, meaning, reason, comment, properties }: ExplainedResult, paint: Paint) {
  const word = result === 'pass' ? paint.good(result) : result === 'fail' ? paint.bad(result) : result;
  const why = reason ?? comment;
  return [
    `  ${method}=${word}${meaning === undefined ? '' : `: ${meaning}`}${why === undefined ? '' : paint.dim(` (${why})`)}`,
    ...properties.map(({ type, name, value }) => `    ${type === '' ? '' : `${type}.`}${name} ${value}`),
  ];
}
