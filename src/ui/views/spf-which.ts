import type { SpfWhichData } from '../../core/spf/index.ts';
import type { View } from '../types.ts';

/** A line for each domain, with the way to each term that names the address. */
export const spfWhichView: View<SpfWhichData> = ({ data }, paint, verbosity) =>
  data.domains
    .flatMap(({ domain, result, terms, mechanism }) => {
      const mark = paint.mark(result === 'pass' ? 'ok' : result === 'temperror' ? 'unknown' : 'info');
      const head = `${mark} ${paint.strong(domain)}: ${result}${mechanism === undefined ? '' : ` (by ${mechanism})`}`;
      if (verbosity < 0) return [head];
      return [head, ...terms.map(({ path, domain: at }) => `    ${path.join(' › ')}${paint.dim(` in ${at}`)}`)];
    })
    .join('\n');
