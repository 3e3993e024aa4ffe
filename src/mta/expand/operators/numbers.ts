/** Arithmetic, times, counts. */
import { formatInterval, parseInterval } from '../../../base/index.ts';
import { failed, textOf } from '../outcome.ts';
import { evaluateArithmetic } from '../values/arithmetic.ts';
import { isInteger, parseInteger } from '../values/integer.ts';
import { readList } from '../values/list.ts';
import { cleanOperator, operator, textOperator } from './make.ts';

/** Of an int of C, which may have turned below zero. */
const interval = (seconds: number): string => (seconds < 0 ? '-' : '') + formatInterval(Math.abs(seconds));

export const NUMBER_OPERATORS = [
  textOperator(
    'eval',
    'Integer arithmetic; a leading 0 is octal, 0x hexadecimal, K, M and G are factors of 1024.',
    (text) => evaluateArithmetic(text, false),
  ),
  textOperator('eval10', 'Integer arithmetic with decimal numbers alone.', (text) => evaluateArithmetic(text, true)),
  operator('randint', 'A random integer from 0 up to, and without, the operand.', ({ text }, _, run) => {
    const limit = parseInteger(text);
    if (!isInteger(limit)) return limit;
    return textOf(String(limit < 1 ? 0 : run.host.random.below(Math.min(Number(limit), 2 ** 47))), false);
  }),
  cleanOperator('strlen', 'The number of octets.', (text) => String(text.length)),
  cleanOperator('listcount', 'The number of items of a list.', (text) => String(readList(text).items.length)),
  textOperator('time_eval', 'The seconds of an interval such as 1d2h.', (text) => {
    const seconds = parseInterval(text);
    return seconds === undefined
      ? failed(`string "${text}" is not an Exim time interval in "time_eval" operator`)
      : String(seconds);
  }),
  textOperator('time_interval', 'A number of seconds as an interval: weeks, days, hours, minutes, seconds.', (text) =>
    /^\d*$/.test(text)
      ? interval(Number(BigInt.asIntN(32, BigInt(text || '0'))))
      : failed(`string "${text}" is not a positive number in "time_interval" operator`),
  ),
];
