/** Who is to be authenticated, how, and whether mail goes without. */
import { err, type Failure, ok, type Result, systemRandom } from '../../../base/index.ts';
import { type AuthPlan, MECHANISM_NAMES } from '../../../core/smtp/index.ts';
import { type Fields, usageError } from '../fields.ts';
import { readTextFile } from '../text-file.ts';
import { ANY } from './words.ts';

export interface AuthInput {
  readonly mechanisms?: readonly string[];
  readonly optional: AuthPlan['optional'];
  readonly user: string;
  readonly password: { readonly text: string } | { readonly file: string };
  readonly actAs?: string;
  readonly allowsClear: boolean;
  readonly isShown: boolean;
}

const WAYS = [
  ['auth', 'no'],
  ['authOptionalStrict', 'not-offered'],
  ['authOptional', 'always'],
] as const;

/** A user or a password by itself asks for authentication, as in swaks. */
export function readAuth(fields: Fields, isWanted: boolean): AuthInput | undefined {
  const way = WAYS.find(([field]) => fields.has(field));
  const isAsked = ['authUser', 'authPassword', 'authPasswordFile'].some((field) => fields.has(field));
  if (way === undefined && !isAsked && !isWanted) return undefined;
  const types = way === undefined ? ANY : (fields.optionalText(way[0]) ?? ANY);
  const mechanisms = types.toLowerCase() === ANY ? undefined : readTypes(types, fields);
  const isExternal = mechanisms?.every((name) => name === 'EXTERNAL') === true;
  if (!isExternal && !fields.has('authUser')) fields.problem('"authUser" is missing: give the name to authenticate');
  if (!isExternal && !fields.has('authPassword') && !fields.has('authPasswordFile'))
    fields.problem('"authPasswordFile" is missing: give the file of the password (or --auth-password)');
  const actAs = fields.optionalText('authAs');
  return {
    ...(mechanisms !== undefined && { mechanisms }),
    optional: way?.[1] ?? 'no',
    user: fields.optionalText('authUser') ?? '',
    password: fields.has('authPasswordFile')
      ? { file: fields.optionalText('authPasswordFile') ?? '' }
      : { text: fields.optionalText('authPassword') ?? '' },
    ...(actAs !== undefined && { actAs }),
    allowsClear: fields.flag('authInClear'),
    isShown: fields.flag('authPlaintext'),
  };
}

function readTypes(types: string, fields: Fields): readonly string[] {
  const names = types.toUpperCase().split(/[,\s]+/);
  const unknown = names.filter((name) => !MECHANISM_NAMES.includes(name));
  if (unknown.length > 0)
    fields.problem(`"auth": there is no ${unknown.join(', ')} here; mechanisms are ${MECHANISM_NAMES.join(', ')}`);
  return names;
}

const MAX_PASSWORD_OCTETS = 64 * 1024;

export async function authPlan(
  { password, user, actAs, optional, allowsClear, isShown, mechanisms }: AuthInput,
  place: { readonly host: string; readonly port: number },
): Promise<Result<AuthPlan, Failure>> {
  const text =
    'text' in password
      ? ok(password.text)
      : await readTextFile(password.file, '--auth-password-file', MAX_PASSWORD_OCTETS);
  if (!text.ok) return text;
  const secret = text.value.replace(/\r?\n$/, '');
  if (/\0/.test(user + secret)) return err(usageError('a user name or password cannot hold a NUL'));
  return ok({
    credentials: { user, password: secret, ...place, ...(actAs !== undefined && { actAs }) },
    optional,
    allowsClear,
    isShown,
    random: systemRandom,
    ...(mechanisms !== undefined && { mechanisms }),
  });
}
