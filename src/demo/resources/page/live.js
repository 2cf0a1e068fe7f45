// Puts what has changed into the page every two seconds, and says when the demo is not there.
'use strict';
const live = document.getElementById('live');
const away = document.getElementById('away');
let shown = live.innerHTML;
let refreshes = 0;

// Rows stay open, and the focus where it was.
function replace(html) {
  const summary = document.activeElement.closest('summary');
  const focused = summary?.parentElement.dataset.poller;
  const open = new Set([...live.querySelectorAll('details[open]')].map(each => each.dataset.poller));
  live.innerHTML = html;
  for (const details of live.querySelectorAll('details')) {
    details.open = open.has(details.dataset.poller);
    if (focused === details.dataset.poller) {
      details.querySelector('summary').focus();
    }
  }
}

async function refresh() {
  try {
    const answer = await fetch('/live', {cache: 'no-store'});
    const html = await answer.text();
    const busy = !getSelection().isCollapsed || document.activeElement.closest('button');
    if (answer.ok && html !== shown && !busy) {
      replace(html);
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
