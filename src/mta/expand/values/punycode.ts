/**
 * Punycode (RFC 3492): code points of a label in ASCII, and back. Case is left as it is; what the decoder takes for a digit
 * is as lenient as the libraries that Exim is linked with.
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const LIMIT = 2 ** 31;
const LAST_CODE_POINT = 0x10ffff;

/** RFC 3492 §6.1 */
function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const threshold = (k: number, bias: number): number => Math.min(T_MAX, Math.max(T_MIN, k - bias));

/** `a` to `z`, then `0` to `9`. */
const digitFor = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22);

/** RFC 3492 §6.3 */
export function encodePunycode(text: string): string {
  const points = Array.from(text, (char) => char.codePointAt(0)!);
  const basic = points.filter((point) => point < INITIAL_N);
  let said = basic.length === 0 ? '' : `${String.fromCharCode(...basic)}-`;
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  for (let done = basic.length; done < points.length; ) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (done + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      said += variableLength(delta, bias);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done += 1;
    }
    delta += 1;
    n += 1;
  }
  return said;
}

function variableLength(delta: number, bias: number): string {
  let said = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const t = threshold(k, bias);
    if (rest < t) return said + digitFor(rest);
    said += digitFor(t + ((rest - t) % (BASE - t)));
    rest = Math.floor((rest - t) / (BASE - t));
  }
}

/** Nobody's label is longer; what decoding takes grows with its square. */
const MAX_LENGTH = 4096;

/** RFC 3492 §6.2 */
export function decodePunycode(text: string): { readonly text: string } | 'not-punycode' | 'too-big' {
  if (/[^\x00-\x7f]/.test(text)) return 'not-punycode';
  if (text.length > MAX_LENGTH) return 'too-big';
  const hyphen = Math.max(0, text.lastIndexOf('-'));
  const points = Array.from(text.slice(0, hyphen), (char) => char.charCodeAt(0));
  let at = hyphen > 0 ? hyphen + 1 : 0;
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  while (at < text.length) {
    const read = readInteger(text, at, bias);
    if (typeof read === 'string') return read;
    const before = i;
    at = read.end;
    i += read.value;
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > LAST_CODE_POINT) return 'too-big';
    points.splice(i, 0, n);
    i += 1;
  }
  return { text: String.fromCodePoint(...points) };
}

function readInteger(text: string, start: number, bias: number) {
  let value = 0;
  let weight = 1;
  let at = start;
  for (let k = BASE; ; k += BASE) {
    const digit = at < text.length ? digitIn(text.charCodeAt(at)) : BASE;
    if (digit < 0 || digit >= BASE) return 'not-punycode';
    at += 1;
    value += digit * weight;
    if (value >= LIMIT) return 'too-big';
    const t = threshold(k, bias);
    if (digit < t) return { value, end: at };
    weight *= BASE - t;
  }
}

/** What stands before `0` counts like digits, as it does there. */
function digitIn(code: number): number {
  if (code < 58) return code - 22;
  return code < 91 ? code - 65 : code < 123 ? code - 97 : BASE;
}
