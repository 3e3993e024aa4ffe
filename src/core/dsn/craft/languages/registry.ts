/** The languages of the first part. To add one: a file beside, and a row here. */
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import { italian } from './it.ts';
import { dutch } from './nl.ts';
import { portuguese } from './pt.ts';
import type { DsnLanguage } from './types.ts';

/** English first: the default. */
export const dsnLanguages: readonly DsnLanguage[] = [english, german, french, spanish, italian, dutch, portuguese];
