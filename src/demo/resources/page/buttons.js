// Does what a CloudWatch dashboard does with <cwdb-action action="call" display="popup">: when the element before it is clicked, it asks,
// calls the function, and shows the answer.
'use strict';
const answer = document.getElementById('answer');
const said = answer.querySelector('div');

async function call(event) {
  const response = await fetch('/call', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({...event, widgetContext: {}}),
  });
  if (!response.ok) {
    throw new Error(`The demo answered with HTTP ${response.status}.`);
  }
  return response.json();
}

document.addEventListener('click', async click => {
  const action = click.target.nextElementSibling;
  if (action?.localName !== 'cwdb-action' || !confirm(action.getAttribute('confirmation'))) {
    return;
  }
  said.textContent = 'Calling the function.';
  answer.showModal();
  try {
    const result = await call(JSON.parse(action.textContent));
    if (typeof result === 'string') {
      said.innerHTML = result;
    } else {
      said.textContent = JSON.stringify(result);
    }
  } catch (error) {
    said.textContent = error.message;
  }
});

// The page does not refresh itself while a button has the focus.
answer.addEventListener('close', () => document.activeElement.blur());
