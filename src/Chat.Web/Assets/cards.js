// What moves on the cards: an entry that comes again is fitted into what is there, so that no click, no focus and nothing unfolded is lost.
'use strict';
const key = node => node.nodeType !== 1 ? '#text' : node.id || [node.tagName, node.dataset.react, node.dataset.step, node.dataset.hash].join('|');

function fit(old, made) {
  for (const { name } of [...old.attributes]) if (!made.hasAttribute(name) && !kept(old, name)) old.removeAttribute(name);
  for (const { name, value } of [...made.attributes]) if (old.getAttribute(name) !== value && !kept(old, name)) old.setAttribute(name, value);
  // What was loaded into an unfolded part stays until it is loaded again.
  const loaded = [...old.children].filter(child => child.classList.contains('loaded'));
  const rest = [...old.childNodes].filter(child => !loaded.includes(child));
  const wanted = [...made.childNodes].map(child => {
    const at = rest.findIndex(known => known.nodeType === child.nodeType && key(known) === key(child));
    if (at < 0) return child;
    const [same] = rest.splice(at, 1);
    if (same.nodeType === 1) fit(same, child);
    else if (same.data !== child.data) same.data = child.data;
    return same;
  });
  rest.forEach(gone => gone.remove());
  wanted.concat(loaded).forEach((child, at) => { if (old.childNodes[at] !== child) old.insertBefore(child, old.childNodes[at] || null); });
}
// Unfolding, hiding and what was typed belong to the one who looks.
function kept(element, name) { return name === 'hidden' || (name === 'open' && element.tagName === 'DETAILS') || name === 'disabled' || name === 'aria-live' || element.tagName === 'INPUT'; }

// Which buttons the one who is spoken as may press; on the message of a plan only while it is that plan which is asked about.
function may(button) {
  if (!JSON.parse(button.dataset.may).includes(speaker.value)) return false;
  const message = button.closest('.plan-message');
  if (!message) return true;
  const card = document.getElementById('run-' + message.dataset.run);
  if (!card) return true;
  const said = JSON.parse(card.dataset.consented).includes(speaker.value);
  const means = card.dataset.hash === message.dataset.hash && card.dataset.consents.split(' ').includes(button.dataset.react);
  return means && (button.dataset.react === 'Approve' ? !said : button.dataset.react === 'Withdraw' ? said : true);
}
function paint() {
  document.querySelectorAll('button[data-may]').forEach(button => { button.hidden = !may(button); });
  document.querySelectorAll('.plan-message .why').forEach(why => { why.hidden = !why.parentElement.querySelector('[data-react=Reject]:not([hidden])'); });
  tick();
}

// A button that cancels work asks again; the second click of a double click does not count.
const armed = new Map();
const doubleClick = 600, forgotten = 6000;
function sure(button) {
  if (!button.dataset.twice) return true;
  const name = button.closest('[data-run]').dataset.run + button.dataset.react;
  const since = armed.get(name);
  if (since && Date.now() - since < doubleClick) return false;
  armed.delete(name);
  if (since && Date.now() - since < forgotten) return true;
  armed.set(name, Date.now());
  return false;
}
function showArmed() {
  document.querySelectorAll('button[data-twice]').forEach(button => {
    const since = armed.get(button.closest('[data-run]').dataset.run + button.dataset.react);
    const is = since && Date.now() - since < forgotten;
    button.classList.toggle('armed', !!is);
    button.dataset.ask = is ? ': sure? click again' : '';
  });
}

// The long parts of a card are loaded when they are unfolded, and again when the run has changed, at most once a second.
const loads = new WeakMap();
async function load(details) {
  const state = details.dataset.live || 'once';
  const last = loads.get(details);
  if (last && (last.busy || last.state === state || Date.now() - last.at < 1000)) return;
  loads.set(details, { state, at: Date.now(), busy: true });
  const response = await fetch(details.dataset.load);
  const made = document.createElement('div');
  made.className = 'loaded';
  if (response.ok) made.append(document.createRange().createContextualFragment(await response.text()));
  else made.textContent = response.status === 403 ? 'you may not see this' : `the program answered ${response.status}`;
  const old = details.querySelector(':scope > .loaded');
  if (old) fit(old, made); else details.append(made);
  loads.set(details, { state, at: Date.now(), busy: false });
}
function loadOpen() { document.querySelectorAll('details[data-load][open]').forEach(details => load(details).catch(() => loads.delete(details))); }
feed.addEventListener('toggle', loadOpen, true);

// By the program's clock, whatever this machine's says.
let ahead = 0;
function words(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}
function tick() {
  const now = Date.now() + ahead;
  document.querySelectorAll('time[data-since], time[data-until]').forEach(t => {
    const text = t.dataset.since ? ` for ${words(Math.max(0, (now - t.dataset.since) / 1000))}` : t.dataset.until ? ` (in ${words(Math.max(0, (t.dataset.until - now) / 1000))})` : '';
    // Seconds that run are not read out.
    if (!t.hasAttribute('aria-live')) t.setAttribute('aria-live', 'off');
    if (t.textContent !== text) t.textContent = text;
  });
  showArmed();
}
setInterval(() => { tick(); loadOpen(); }, 500);

feed.onclick = async e => {
  const button = e.target.closest('button[data-react]');
  if (!button) return;
  if (!sure(button)) { showArmed(); return; }
  showArmed();
  const on = button.closest('[data-run]');
  const hash = button.closest('[data-hash]').dataset.hash;
  const why = button.dataset.react === 'Reject' ? on.querySelector('.why')?.value : undefined;
  button.disabled = true;
  await post('/react', { as: speaker.value, run: on.dataset.run, reaction: button.dataset.react, hash, interaction: press(), reason: why, step: button.dataset.step });
  button.disabled = false;
};
speaker.addEventListener('change', paint);
paint();
connect();
window.scrollTo(0, document.body.scrollHeight);
