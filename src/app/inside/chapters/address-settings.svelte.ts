import { parseChapter, writeChapter } from './chapter-address.ts';
import type { ChapterName } from './chapters.ts';
import { readSettings, writeSettings, type Settings } from './setting.ts';

/**
 * A chapter's settings, which stand in its address: whoever gets the address sees the same. To be called while a component
 * is made; what it gives can be read, set and bound to.
 */
export function keepInAddress<Values extends object>(chapter: ChapterName, settings: Settings<Values>): Values {
  const read = () => readSettings(settings, parseChapter(location.hash).settings);
  let values = $state.raw(read());

  $effect(() => {
    const address = writeChapter(chapter, writeSettings(settings, values));
    // Left already: the address is another chapter's.
    if (parseChapter(location.hash).chapter !== chapter || address === location.hash) return;
    // Soon, not at once: browsers refuse more than so many changes a second, and a slider makes many.
    const timer = setTimeout(() => history.replaceState(history.state, '', address), 200);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    const follow = () => {
      if (parseChapter(location.hash).chapter === chapter) values = read();
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  });

  const bound = {} as Values;
  for (const name in settings) {
    Object.defineProperty(bound, name, {
      enumerable: true,
      get: () => values[name],
      set: (value: Values[typeof name]) => (values = { ...values, [name]: value }),
    });
  }
  return bound;
}
