/** One thing a rule has to say of a place in the configuration. */
import type { FindingDef } from '../../base/index.ts';
import type { Configuration, Driver, Place, Setting } from '../config/index.ts';

export interface Remark {
  readonly def: FindingDef;
  readonly place: Place;
  /** The option, ACL, list or driver it is about. */
  readonly subject: string;
  readonly detail: string;
}

export type Rule = (configuration: Configuration) => readonly Remark[];

/** The text of a setting; undefined where it is not set. */
export function textOf(setting: Setting | undefined): string | undefined {
  if (setting === undefined) return undefined;
  return Array.isArray(setting.value) ? setting.value.join(':') : String(setting.value);
}

export interface OwnedSetting {
  readonly setting: Setting;
  readonly driver?: Driver;
  /** `router r1: file`, or the option alone. */
  readonly label: string;
}

export function everySetting({ main, routers, transports, authenticators }: Configuration): readonly OwnedSetting[] {
  const own = [...main.values()].map((setting) => ({ setting, label: setting.row.name }));
  const theirs = [...routers, ...transports, ...authenticators].flatMap((driver) =>
    [...driver.settings.values()].map((setting) => ({
      setting,
      driver,
      label: `${driver.kind} ${driver.name}: ${setting.row.name}`,
    })),
  );
  return [...own, ...theirs];
}

export interface Written {
  readonly text: string;
  readonly place: Place;
  readonly label: string;
}

/** Every string of the configuration: settings, lists, arguments of ACLs, rewriting. */
export function everyText(configuration: Configuration): readonly Written[] {
  const { lists, acls, rewrite } = configuration;
  return [
    ...everySetting(configuration).map(({ setting, label }) => ({
      text: textOf(setting) ?? '',
      place: setting.place,
      label,
    })),
    ...lists.map(({ name, text, place }) => ({ text, place, label: `list ${name}` })),
    ...[...acls.values()].flatMap(({ name, statements }) =>
      statements.flatMap(({ clauses }) =>
        clauses.map(({ argument, place, name: clause }) => ({
          text: argument,
          place,
          label: `ACL ${name}: ${clause}`,
        })),
      ),
    ),
    ...rewrite.map(({ replacement, place }) => ({ text: replacement, place, label: 'rewriting rule' })),
  ];
}
