// Changes: each is a form that shows the equivalent command of the nats CLI.
import { html, nothing, render } from '/lit-html/lit-html.js';
import { live } from '/lit-html/directives/live.js';
import { visible } from '/format.js';

const tokenOf = page => page.querySelector('meta[name=token]').content;
let token = tokenOf(document);
export const mayWrite = document.documentElement.dataset.access === 'write';
export const dialog = document.getElementById('dialog');

const lines = text => text.split('\n').map(line => line.trim()).filter(Boolean);
const FIELDS = {
  subject: { label: 'Subject' },
  headers: { label: 'Headers, one "Name: value" a line', many: true, of: lines },
  data: { label: 'Payload', many: true },
  key: { label: 'Key' },
  subscriptions: { label: 'Subjects, one a line', many: true, of: lines },
  workers: { label: 'Workers', type: 'number' },
  stream: { label: 'Stream' },
  consumer: { label: 'Consumer' },
  sequence: { label: 'Sequence', type: 'number' },
  seconds: { label: 'Seconds', type: 'number' },
};
const ACTIONS = {
  'publish': { title: 'Publish a message', button: 'Publish', fields: ['subject', 'headers', 'data'] },
  'put-session': { title: 'Put a session', button: 'Put session', fields: ['key', 'subscriptions'] },
  'delete-session': { title: 'Delete a session', button: 'Delete session', fields: ['key'], danger: true,
    note: 'Its consumer is deleted too.' },
  'set-workers': { title: 'Set the workers of a command', button: 'Set workers', fields: ['key', 'workers'],
    note: 'The key y stands for the subject command.y and the consumer COMMAND_Y.' },
  'delete-workers': { title: 'Delete the workers of a command', button: 'Delete workers', fields: ['key'], danger: true,
    note: 'Its consumer is deleted, and its commands wait.' },
  'purge': { title: 'Purge a stream', button: 'Purge', fields: ['stream', 'subject'], danger: true, optional: ['subject'],
    note: 'All messages are removed, or those of the subject. This cannot be undone.' },
  'delete-message': { title: 'Delete a message', button: 'Delete message', fields: ['stream', 'sequence'], danger: true,
    note: 'Its data is overwritten. This cannot be undone.' },
  'pause': { title: 'Pause a consumer', button: 'Pause', fields: ['stream', 'consumer', 'seconds'] },
  'resume': { title: 'Resume a consumer', button: 'Resume', fields: ['stream', 'consumer'] },
  'step-down': { title: 'Step down a leader', button: 'Step down', fields: ['stream', 'consumer'], optional: ['consumer'],
    note: 'The nodes elect another leader.' },
};

let current;

export function openDialog() {
  if (!dialog.open) dialog.showModal();
}

/** Opens the form of an action. */
export function ask(name, values) {
  current = { name, values: { ...values }, command: '', done: '', error: '', busy: false };
  draw();
  openDialog();
  const empty = [...dialog.querySelectorAll('input, textarea')].find(field => !field.value);
  (empty ?? dialog.querySelector('button.run')).focus();
  preview();
}

function body() {
  const values = {};
  for (const field of ACTIONS[current.name].fields) {
    const text = current.values[field] ?? '';
    values[field] = FIELDS[field].of ? FIELDS[field].of(text) : text;
  }
  return JSON.stringify(values);
}

const send = query => fetch(`/api/actions/${current.name}${query}`, {
  method: 'POST', body: body(), headers: { 'Content-Type': 'application/json', 'X-Binrun-Token': token },
});

async function post(query) {
  try {
    let response = await send(query);
    if (response.status === 403) { // the live system was started again, and has another token
      const page = await (await fetch('/')).text();
      token = tokenOf(new DOMParser().parseFromString(page, 'text/html'));
      response = await send(query);
    }
    return await response.json();
  } catch {
    return { error: 'the page has no connection to binrun' };
  }
}

let previews = 0;

async function preview() {
  const asked = current;
  const turn = ++previews;
  const answer = await post('?preview');
  if (asked !== current || turn !== previews) return;
  current.command = answer.command ?? '';
  current.hint = answer.hint ?? answer.error ?? '';
  draw();
}

async function run(event) {
  event.preventDefault();
  const asked = current;
  asked.busy = true;
  asked.done = '';
  asked.error = '';
  draw();
  const answer = await post('');
  asked.busy = false;
  asked.done = answer.done ?? '';
  asked.error = answer.error ?? '';
  if (asked === current) draw();
}

function change(field, value) {
  current.values[field] = value;
  current.done = '';
  current.error = '';
  preview();
}

const input = field => {
  const form = FIELDS[field];
  const value = live(current.values[field] ?? '');
  const optional = ACTIONS[current.name].optional?.includes(field) ? ' (optional)' : '';
  const change_ = event => change(field, event.target.value);
  return html`<label>${form.label}${optional}${form.many
    ? html`<textarea name=${field} .value=${value} @input=${change_} spellcheck="false"></textarea>`
    : html`<input name=${field} type=${form.type ?? 'text'} .value=${value} @input=${change_} autocomplete="off" spellcheck="false">`}</label>`;
};

function draw() {
  const action = ACTIONS[current.name];
  render(html`
    <div class="title"><h2 id="dialog-title">${action.title}</h2>
      <span class="right"><button type="button" @click=${() => dialog.close()}>Close</button></span></div>
    <form @submit=${run}>
      ${action.note ? html`<p class="note">${action.note}</p>` : nothing}
      ${action.fields.map(input)}
      <div><p class="note">The same with the nats CLI</p>
        <div class="command"><pre>${current.command ? visible(current.command) : html`<span class="note">${visible(current.hint ?? '')}</span>`}</pre>
          <button type="button" ?disabled=${!current.command} @click=${() => navigator.clipboard.writeText(current.command)}>Copy</button></div></div>
      <div class="buttons"><button class="run ${action.danger ? 'danger' : 'main'}" ?disabled=${current.busy}>${action.button}</button>
        <span role="status">${current.done ? html`<span class="good">Done: ${visible(current.done)}</span>` : nothing}
          ${current.error ? html`<span class="bad">${visible(current.error)}</span>` : nothing}</span></div>
    </form>`, dialog);
}
