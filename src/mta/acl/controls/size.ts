const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `32K`; undefined where it is no size. */
export function readSize(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9})([kmg]?)$/i.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * UNITS[unit.toLowerCase()]!;
}
