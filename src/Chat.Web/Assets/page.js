// Keeps the page up to date: entries come as server-sent events and replace the element with their id, or are added at the end.
'use strict';
const feed = document.getElementById('feed');
const text = document.getElementById('text');
const choices = document.getElementById('choices');
const speaker = document.getElementById('as');
const link = document.getElementById('link');
speaker.value = localStorage.getItem('as') || speaker.value;
if (!speaker.value) speaker.selectedIndex = 0;
speaker.onchange = () => localStorage.setItem('as', speaker.value);

function put(id, html) {
  document.getElementById('hint')?.remove();
  const old = document.getElementById(id);
  const atEnd = window.innerHeight + window.scrollY >= document.body.offsetHeight - 120;
  // A plan that was posted is never changed; coming again after a lost connection it is the same.
  if (old?.classList.contains('plan-message')) return;
  const made = document.createRange().createContextualFragment(html);
  if (old) fit(old, made.firstElementChild); else feed.append(made);
  paint();
  loadOpen();
  if (atEnd || !old) window.scrollTo(0, document.body.scrollHeight);
}

function append(html) {
  document.getElementById('hint')?.remove();
  feed.append(document.createRange().createContextualFragment(html));
  window.scrollTo(0, document.body.scrollHeight);
}

// Each press has an id of its own, which this start of the program takes only once.
let life = '';
function press() { return life + '.' + [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join(''); }

function connect() {
  const events = new EventSource('/events');
  events.addEventListener('hello', e => {
    life = e.data;
    link.textContent = 'live';
    link.className = 'link live';
  });
  events.addEventListener('clock', e => { ahead = Number(e.data) - Date.now(); });
  events.addEventListener('entry', e => { const { id, html } = JSON.parse(e.data); put(id, html); });
  events.onerror = () => { link.textContent = 'not connected'; link.className = 'link lost'; };
}

async function post(path, body) {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-nightshift': 'page' }, body: JSON.stringify(body) });
  if (response.status === 401) { location.reload(); return; }
  if (!response.ok) { append(`<article class="message bot"><p class="refusal">the program answered ${response.status}</p></article>`); return; }
  const { html } = await response.json();
  if (html) append(html);
}

let picked = -1;
let asked = 0;
function close() { choices.hidden = true; choices.replaceChildren(); picked = -1; }
function pick(at) {
  const items = [...choices.children];
  picked = (at + items.length) % items.length;
  items.forEach((item, i) => item.classList.toggle('picked', i === picked));
  items[picked]?.scrollIntoView({ block: 'nearest' });
}
function take(item) { text.value = item.dataset.text; text.focus(); complete(); }

async function complete() {
  const mine = ++asked;
  if (!text.value.startsWith('/')) { close(); return; }
  const response = await fetch(`/complete?as=${encodeURIComponent(speaker.value)}&text=${encodeURIComponent(text.value)}`);
  if (mine !== asked || !response.ok) return;
  const found = (await response.json()).filter(choice => choice.text.trim() !== text.value.trim());
  choices.replaceChildren(...found.map(choice => {
    const item = document.createElement('li');
    item.dataset.text = choice.text;
    item.setAttribute('role', 'option');
    const word = document.createElement('b');
    word.textContent = choice.text;
    const help = document.createElement('span');
    help.textContent = choice.help;
    item.append(word, help);
    item.onmousedown = e => { e.preventDefault(); take(item); };
    return item;
  }));
  picked = -1;
  choices.hidden = found.length === 0;
}

const said = [];
let back = 0;
text.oninput = complete;
text.onblur = () => setTimeout(close, 150);
text.onkeydown = e => {
  const open = !choices.hidden;
  if (e.key === 'ArrowDown' && open) { e.preventDefault(); pick(picked + 1); }
  else if (e.key === 'ArrowUp' && open) { e.preventDefault(); pick(picked - 1); }
  else if (e.key === 'ArrowUp' && !text.value && said.length) { text.value = said[said.length - 1 - (back++ % said.length)]; }
  else if (e.key === 'Tab' && open) { e.preventDefault(); take(choices.children[Math.max(picked, 0)]); }
  else if (e.key === 'Enter' && open && picked >= 0) { e.preventDefault(); take(choices.children[picked]); }
  else if (e.key === 'Escape') close();
};
document.getElementById('say').onsubmit = async e => {
  e.preventDefault();
  const line = text.value.trim();
  if (!line) return;
  said.push(line); back = 0; text.value = ''; asked++; close();
  await post('/say', { as: speaker.value, text: line });
};
