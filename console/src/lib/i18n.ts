import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import fr from '@/locales/fr.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof fr };
  }
}

const STORAGE_KEY = 'passerelle.language';

// A new language is a new file in locales/, nothing else. French travels with the first screen, the others on demand.
const files = import.meta.glob<{ default: typeof fr }>('../locales/*.json');

export const languages = Object.keys(files)
  .map((path) => path.replace(/^.*\/|\.json$/g, ''))
  .sort((a, b) => Number(b === 'fr') - Number(a === 'fr') || a.localeCompare(b));

export async function startI18n() {
  await i18next.use(initReactI18next).init({
    lng: 'fr',
    fallbackLng: 'fr',
    resources: { fr: { translation: fr } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(chosenLanguage() ?? browserLanguage());
}

export function chosenLanguage() {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored && languages.includes(stored) ? stored : null;
}

export async function chooseLanguage(language: string) {
  localStorage.setItem(STORAGE_KEY, language);
  await speak(language);
}

/** The account's own language counts only until somebody chooses one on this device. */
export async function proposeLanguage(language: string) {
  if (!chosenLanguage() && languages.includes(language)) await speak(language);
}

async function speak(language: string) {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const file = await files[`../locales/${language}.json`]?.();
    if (file) i18next.addResourceBundle(language, 'translation', file.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function browserLanguage() {
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => languages.includes(tag)) ?? 'fr';
}
