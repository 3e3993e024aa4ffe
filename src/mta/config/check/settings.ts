/** Every setting of a configuration, and where it belongs. */
import type { Configuration, Driver, Setting } from '../types.ts';

export interface PlacedSetting {
  readonly setting: Setting;
  /** `router r1: data`, or the name alone. */
  readonly label: string;
}

export const driversOf = ({ authenticators, routers, transports }: Configuration): readonly Driver[] => [
  ...routers,
  ...transports,
  ...authenticators,
];

export function allSettings(configuration: Configuration): readonly PlacedSetting[] {
  const own = [...configuration.main.values()].map((setting) => ({ setting, label: setting.row.name }));
  const theirs = driversOf(configuration).flatMap(({ kind, name, settings }) =>
    [...settings.values()].map((setting) => ({ setting, label: `${kind} ${name}: ${setting.row.name}` })),
  );
  return [...own, ...theirs];
}
