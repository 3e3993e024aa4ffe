/** The command's own view of each result, an empty line between them; what has nothing to show is passed over. */
import { isError } from '../command/envelope.ts';
import { asciiText } from '../command/terminal.ts';
import type { Format } from './types.ts';

export const text: Format = {
  render(outcomes, { view, paint, verbosity, ascii }) {
    const parts = outcomes.map((outcome) =>
      isError(outcome) ? `${paint.mark('unknown')} ${outcome.error.message}` : view(outcome, paint, verbosity),
    );
    const shown = parts.filter((part) => part !== '');
    const whole = shown.length === 0 ? '' : `${shown.join('\n\n')}\n`;
    return ascii ? asciiText(whole) : whole;
  },
};
