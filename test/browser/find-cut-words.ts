/**
 * Finds words that a reader of the page cannot see whole: those that reach past the page's sides, and those that an element
 * around them cuts off without offering to scroll. Runs in the page.
 */
export function findCutWords(): string[] {
  const isCut = (text: DOMRect, frame: { left: number; right: number }) =>
    text.left < frame.left - 1 || text.right > frame.right + 1;
  const cut: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    const holder = node.parentElement;
    if (!holder || !node.textContent?.trim() || rect.width === 0) continue;
    // For screen readers only; and what one can scroll to is not lost.
    if (holder.closest('.visually-hidden, .skip')) continue;
    let scrolls = false;
    for (let around: HTMLElement | null = holder; around; around = around.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') scrolls = true;
      if ((overflowX === 'hidden' || overflowX === 'clip') && !scrolls && textOverflow !== 'ellipsis') {
        if (isCut(rect, around.getBoundingClientRect()))
          cut.push(`${around.className || around.tagName}: ${node.textContent}`);
      }
    }
    if (!scrolls && isCut(rect, { left: 0, right: innerWidth })) cut.push(`page: ${node.textContent}`);
  }
  if (document.documentElement.scrollWidth > innerWidth)
    cut.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  return cut;
}
