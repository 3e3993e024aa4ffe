/** Figures as aligned lines: ours, the peer's, the ratio, the aim and whether it is met. */
import type { Figure } from './types.ts';

export function printFigure(figure: Figure): string {
  const parts = [figure.name.padEnd(46), `${rounded(figure.ours)} ${figure.unit}`.padStart(16)];
  if (figure.peer !== undefined) {
    parts.push(`${figure.peer.name} ${rounded(figure.peer.value)} ${figure.unit}`.padStart(34));
    parts.push(`ratio ${(figure.ours / figure.peer.value).toFixed(2)}`);
  }
  if (figure.aim !== undefined) parts.push(aimText(figure, figure.aim));
  if (figure.note !== undefined) parts.push(`(${figure.note})`);
  return parts.join('  ');
}

function aimText(figure: Figure, aim: NonNullable<Figure['aim']>): string {
  const value = figure.peer === undefined ? figure.ours : figure.ours / figure.peer.value;
  const met = aim.better === 'higher' ? value >= aim.value : value <= aim.value;
  return `aim ${aim.better === 'higher' ? '≥' : '≤'} ${aim.value}: ${met ? 'met' : 'missed'}`;
}

function rounded(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
