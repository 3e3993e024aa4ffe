/** Options of a transport, as what they are: as they were set, or by their defaults. */
import { type Driver, driverValue, type OptionValue } from '../config/index.ts';

/** Looked up once: a delivery asks for dozens of them. */
const known = new WeakMap<Driver, Map<string, OptionValue | undefined>>();

function optionOf(transport: Driver, name: string): OptionValue | undefined {
  const values = known.get(transport) ?? new Map<string, OptionValue | undefined>();
  if (values.size === 0) known.set(transport, values);
  if (!values.has(name)) values.set(name, driverValue(transport, name));
  return values.get(name);
}

export const flag = (transport: Driver, name: string): boolean => optionOf(transport, name) === true;

export function text(transport: Driver, name: string): string | undefined {
  const value = optionOf(transport, name);
  return typeof value === 'string' ? value : undefined;
}

/** Zero where it is neither set nor has a default. */
export function number(transport: Driver, name: string): number {
  const value = optionOf(transport, name);
  return typeof value === 'number' ? value : 0;
}

/** Was it written, whatever the value? */
export const isSet = ({ settings }: Driver, name: string): boolean => settings.has(name);
