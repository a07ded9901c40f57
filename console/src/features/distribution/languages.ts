const SPOKEN = ['fr', 'en', 'ar', 'bm', 'de', 'dyu', 'es', 'ff', 'it', 'kab', 'ln', 'nl', 'pt', 'ru', 'sw', 'tr', 'wo'];
// What browsers have no name for in every language.
const OURS: Record<string, Record<string, string>> = { fr: { dyu: 'dioula', kab: 'kabyle' }, en: { dyu: 'Dioula', kab: 'Kabyle' } };

/** A language by its code, as the reader calls it. */
export function languageName(code: string, reader: string) {
  return OURS[reader.slice(0, 2)]?.[code] ?? new Intl.DisplayNames([reader], { type: 'language' }).of(code) ?? code;
}

/** What may be chosen, with what is chosen already, by name. */
export function languageOptions(chosen: string[], reader: string) {
  const codes = [...new Set([...SPOKEN, ...chosen])];
  return codes.map((value) => ({ value, label: languageName(value, reader) })).sort((one, other) => one.label.localeCompare(other.label, reader));
}
