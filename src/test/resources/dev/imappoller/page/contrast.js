// Every text that is seen, with its contrast to what lies behind it (WCAG 2.1, relative luminance).
(() => {
  const numbers = color => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue]
      .map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const color = numbers(getComputedStyle(each).backgroundColor);
      if (color.length === 3 || color[3] === 1) {
        return color;
      }
    }
    return [255, 255, 255];
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text === '' || element.closest('style, title') || !element.checkVisibility()) {
      continue;
    }
    const front = luminance(numbers(getComputedStyle(element).color));
    const back = luminance(behind(element));
    texts.push({
      text,
      contrast: (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05),
      lightOnDark: front > back,
    });
  }
  return texts;
})()
