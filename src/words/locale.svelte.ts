import { baseLocale, isLocale, overwriteGetLocale, type Locale } from './compiled/runtime.js';

/** The languages as their speakers call them, and how documents are marked that are written in them (BCP 47). */
export const LANGUAGES: Readonly<Record<Locale, { readonly name: string; readonly tag: string }>> = {
  en: { name: 'English', tag: 'en' },
  zh: { name: '简体中文', tag: 'zh-Hans' },
};

/** Where the choice is kept: the only thing that the page stores of a visitor. */
const STORAGE_KEY = 'mien-language';

let current = $state<Locale>(baseLocale);

// Every message asks for the language when it is written: what shows it follows a change.
overwriteGetLocale(() => current);

/** Speaks the language that the visitor chose before, or else the first of the browser's languages that there is. */
export function startLocale(): void {
  speak(readChoice() ?? matchLocale(navigator.languages));
}

/** Speaks another language from now on, and on the next visit. */
export function chooseLocale(locale: Locale): void {
  speak(locale);
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // Browsers that store nothing for this page ask again on the next visit: by their own language.
  }
}

/** Speaks this language, and leaves page and choice alone: for a program that is a guest in somebody's page. */
export function speakAsGuest(locale: Locale): void {
  current = locale;
}

/** The first language of a list of tags like `zh-CN` that the page has, by its primary subtag; English if it has none. */
export function matchLocale(tags: readonly string[]): Locale {
  return tags.map((tag) => tag.split('-')[0]).find(isLocale) ?? baseLocale;
}

function readChoice(): Locale | null {
  try {
    const choice = localStorage.getItem(STORAGE_KEY);
    return isLocale(choice) ? choice : null;
  } catch {
    return null;
  }
}

function speak(locale: Locale): void {
  current = locale;
  document.documentElement.lang = LANGUAGES[locale].tag;
}
