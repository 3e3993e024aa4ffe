/** Options of a transport, as what they are: as they were set, or by their defaults. */
import { type Driver, driverValue } from '../config/index.ts';

export const flag = (transport: Driver, name: string): boolean => driverValue(transport, name) === true;

export function text(transport: Driver, name: string): string | undefined {
  const value = driverValue(transport, name);
  return typeof value === 'string' ? value : undefined;
}

/** Zero where it is neither set nor has a default. */
export function number(transport: Driver, name: string): number {
  const value = driverValue(transport, name);
  return typeof value === 'number' ? value : 0;
}

/** Was it written, whatever the value? */
export const isSet = ({ settings }: Driver, name: string): boolean => settings.has(name);
