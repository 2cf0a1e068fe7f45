// Puts what has changed into the page every two seconds, and says when the demo is not there.
'use strict';
const live = document.getElementById('live');
const away = document.getElementById('away');
let shown = live.innerHTML;
let refreshes = 0;

async function refresh() {
  try {
    const answer = await fetch('/live', {cache: 'no-store'});
    const html = await answer.text();
    const selecting = !getSelection().isCollapsed;
    if (answer.ok && html !== shown && !selecting) {
      live.innerHTML = html;
      shown = html;
      live.dataset.refreshes = ++refreshes;
    }
    away.hidden = answer.ok;
  } catch {
    away.hidden = false;
  }
  setTimeout(refresh, 2000);
}

setTimeout(refresh, 2000);
