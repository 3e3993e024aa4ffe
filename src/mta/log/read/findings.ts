/** What is said of a log that was read. */
import { findingRows } from '../../../base/index.ts';

const row = findingRows('log');
const REFS = ['Exim spec ch. "Log files"'];

export const found = row('found', 'ok', 'Lines were found', 'The pattern matches lines of the log.', REFS);

export const nothingFound = row(
  'nothing-found',
  'error',
  'Nothing was found',
  'No line of the log matches the pattern (or, inverted, every message has one that does).',
  REFS,
);

export const incomplete = row(
  'incomplete',
  'info',
  'A message found is not done',
  'The log ends before the message is delivered, has failed or was refused: it is still in the queue, or the rest is in another log.',
  REFS,
);

export const cut = row(
  'cut',
  'warn',
  'There is more than is shown',
  'More was found than can be shown at once; the first of it is shown.',
  REFS,
  'Search for something rarer, or in fewer files.',
);

export const counted = row('counted', 'ok', 'The log was counted', 'Figures over all lines that were read.', REFS);

export const noLog = row(
  'no-lines',
  'error',
  'This is no main log',
  'Not one line begins with a date and a time as lines of a main log do.',
  REFS,
  'Name the main log: log_file_path says where it is.',
);

export const logFindings = [found, nothingFound, incomplete, cut, counted, noLog];
