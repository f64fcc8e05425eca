import type { Attachment } from 'svelte/attachments';

/** How near to the window something counts as in view, so that it is there once it is seen. */
const MARGIN = '100px';

/** Tells whether an element is in view, or nearly so. */
export function watchVisible(onChange: (isVisible: boolean) => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: MARGIN,
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      onChange(false);
    };
  };
}
