import type { CertChainData, PathEntry, SentEntry } from '../../core/cert/index.ts';
import type { Paint, View } from '../types.ts';

/** The verdict, the path from the leaf up, then what was sent where that differs, and what to do. */
export const certChainView: View<CertChainData> = ({ data, findings }, paint, verbosity) => {
  const { valid, code, detail, path } = data;
  const mark = paint.mark(valid ? 'ok' : 'error');
  const who = path[0]?.subject ?? 'the certificate';
  const verdict = valid ? paint.good('valid') : `${paint.bad('not valid')} (${code}): ${detail}`;
  const head = `${mark} ${paint.strong(who)}: ${verdict}`;
  if (verbosity < 0) return head;
  const own = findings
    .slice(1)
    .flatMap(({ severity, title, detail: why, fix }) => [
      `  ${paint.mark(severity)} ${title}${why === undefined ? '' : `: ${why}`}`,
      ...(fix === undefined ? [] : [`    ${paint.dim(`→ ${fix}`)}`]),
    ]);
  const remedy = valid ? undefined : findings[0]?.fix;
  return [
    head,
    ...(remedy === undefined ? [] : [`  ${paint.dim(`→ ${remedy}`)}`]),
    ...pathLines(data, paint, verbosity),
    ...sentLines(data, paint, verbosity),
    ...own,
  ].join('\n');
};

function pathLines({ path, valid }: CertChainData, paint: Paint, verbosity: number): string[] {
  if (path.length === 0) return [];
  const title = valid ? '  as built' : '  as far as it could be built';
  return [title, ...path.map((entry, depth) => `    ${depth} ${pathLine(entry, paint, verbosity)}`)];
}

function pathLine({ subject, role, from, key, notAfter, sha256 }: PathEntry, paint: Paint, verbosity: number): string {
  const source = from === 'sent' || role === 'leaf' ? '' : `, ${SOURCES[from]}`;
  const line = `${subject} ${paint.dim(`(${key}, until ${notAfter.slice(0, 10)}${source})`)}`;
  return verbosity > 0 ? `${line}\n      ${paint.dim(`SHA-256 ${sha256}`)}` : line;
}

const SOURCES: Readonly<Record<PathEntry['from'], string>> = {
  sent: 'sent',
  given: 'given',
  fetched: 'fetched',
  roots: 'trusted here',
};

/** Only where it is not what should be sent. */
function sentLines({ sent, shouldSend }: CertChainData, paint: Paint, verbosity: number): string[] {
  const isAsItShouldBe = shouldSend?.map(({ sha256 }) => sha256).join() === sent.map(({ sha256 }) => sha256).join();
  if (sent.length === 0 || (isAsItShouldBe && verbosity < 1)) return [];
  const lines = sent.map((entry, i) => `    ${i} ${entry.subject}${remarks(entry, paint)}`);
  const better =
    shouldSend === undefined || isAsItShouldBe
      ? []
      : ['  as it should be sent', ...shouldSend.map(({ subject }, i) => `    ${i} ${subject}`)];
  return ['  as sent', ...lines, ...better];
}

function remarks({ remarks: list }: SentEntry, paint: Paint): string {
  const told = list.filter((remark) => remark !== 'leaf' && remark !== 'used');
  return told.length === 0 ? '' : ` ${paint.warn(`(${told.map((remark) => WORDS[remark] ?? remark).join(', ')})`)}`;
}

const WORDS: Readonly<Partial<Record<SentEntry['remarks'][number], string>>> = {
  'out-of-order': 'out of order',
  root: 'the root, which need not be sent',
  unused: 'not needed',
};
